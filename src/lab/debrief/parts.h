#pragma once

#include <string>

#include "lab/debrief/debrief.h"

// What the document, the text and the report have in common.
namespace studylab::debrief {

// How the run was set up, as its own chains say.
struct About {
  std::string drill;
  std::string variant;
  std::uint64_t seed = 0;
  Level level = Level::normal;
  World world = World::simulated;
  ClockKind clock = ClockKind::commands;
  std::string operator_name;
  bool practice = false;
  RunEnding ending = RunEnding::end_of_input;
  std::string fault;  // what the lab put in, and into what
  bool symptom_at_end = false;
};
About about(Debrief const& debrief);

// Whole seconds, cut off.
inline std::int64_t seconds(Duration length) {
  return std::chrono::floor<std::chrono::seconds>(length).count();
}

// `run-… · bad-deploy · app-only · seed 7`.
std::string title(Debrief const& debrief);
// `passed with 93 of 100`.
std::string verdict(Debrief const& debrief);
// Why a run that lost few points did not pass; empty where it did or points alone say it.
std::string why_not_passed(Debrief const& debrief);
// `1 min 21 s`; what is less than nothing has a sign.
std::string length_text(Duration length);
// How a run ended that nobody closed; empty where somebody did.
std::string ending_text(Debrief const& debrief);
// Whether what the run and the expert cost can be compared: where the symptom stood at the run's
// end, what failed afterwards is counted for the expert alone.
bool costs_compare(Debrief const& debrief);
// What going on as the expert would have saved, and what it would have cost more.
std::string saved_text(Debrief const& debrief);
// Whether the expert's commands refer to entries that its own way on has made.
bool refers_to_its_own(Counterfactual const& debrief_result);
// What must be known to compare this run's impact with another's; empty where nothing must.
std::string impact_caveat(Debrief const& debrief);
// A runbook line's own words by its id; empty for ids of refusals alone.
std::string words_of_rule(std::string_view id);

}  // namespace studylab::debrief
