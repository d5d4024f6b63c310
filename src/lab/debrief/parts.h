#pragma once

#include <string>
#include <vector>

#include "lab/debrief/debrief.h"

// Parts that the document, the text and the report share.
namespace studylab::debrief {

// How the run was set up, as its own chains record it.
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
  std::string fault;    // what was wrong, and with what
  std::string besides;  // a suspicious fact that was not the incident; empty: none
  bool symptom_at_end = false;
};
About about(Debrief const& debrief);

// Whole seconds, rounded down.
inline std::int64_t seconds(Duration length) {
  return std::chrono::floor<std::chrono::seconds>(length).count();
}

// `run-… · bad-deploy · app-only · seed 7`.
std::string title(Debrief const& debrief);
// `passed with 93 of 100 points`.
std::string verdict(Debrief const& debrief);
// Every condition of passing that a failed run does not meet, with its points; empty where it
// passed.
std::string why_not_passed(Debrief const& debrief);
// What it takes to pass.
std::string pass_rule();
// How a run ended that was not closed; empty where it was.
std::string ending_text(Debrief const& debrief);

// The deductions, the dearest first.
std::vector<grade::Deduction const*> dearest_first(grade::Score const& score);
// The one thing that cost most, in a sentence; empty where nothing was lost.
std::string cost_most(Debrief const& debrief);
// What to do about it next time; empty where nothing was lost.
std::string next_time(Debrief const& debrief);

// `2,707`, `2.3 million`.
std::string amount(std::uint64_t number);
// `you: 45,209 failed requests in 1m11s`, then the expert, then what it came to left alone.
std::vector<std::string> impact_parts(Debrief const& debrief);
// The run's impact, as far as the incident went: to the time limit where the symptom outlasted it.
Measured const& whole_impact(Debrief const& debrief);

// What the expert would have saved from the divergence on, and what it would have cost more.
std::string saved_text(Debrief const& debrief);
// `Point of no return: …`, for a run that did not pass.
std::string no_return_text(Counterfactual const& counterfactual);
// Whether the expert's commands refer to entries that its own continuation has made.
bool refers_to_its_own(Counterfactual const& counterfactual);
// The text of a runbook line; empty for ids that only refusals have.
std::string words_of_rule(std::string_view id);

}  // namespace studylab::debrief
