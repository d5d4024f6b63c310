#pragma once

#include <optional>
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
  std::optional<BeginningRepeated> repeated;
  EntryId truth_shown;  // 0: it was not, before the end
  RunEnding ending = RunEnding::end_of_input;
  std::string fault;  // the fault and its object
  std::string decoy;  // a decoy that was not the incident; empty: none
  bool symptom_at_end = false;
};
About about(Debrief const& debrief);

// Whole seconds, rounded down.
inline std::int64_t seconds(Duration length) {
  return std::chrono::floor<std::chrono::seconds>(length).count();
}

// `run-… · DRILL · VARIANT · seed 7`.
std::string title(Debrief const& debrief);
// Which beginning the run repeats; empty: it repeats none.
std::string repeated_text(Debrief const& debrief);
// After which entry the truth was shown; empty: it was not, before the end.
std::string truth_shown_text(Debrief const& debrief);
// `passed with 93 of 100 points`.
std::string verdict(Debrief const& debrief);
// Every condition of passing that a failed run does not meet, with its points; empty if the run
// passed.
std::string why_not_passed(Debrief const& debrief);
// The conditions of passing.
std::string pass_rule();
// How a run ended that was not closed; empty if it was closed.
std::string ending_text(Debrief const& debrief);

// The deductions, largest first.
std::vector<grade::Deduction const*> sorted_by_points(grade::Score const& score);
// The largest deduction, in a sentence; empty if no points were lost.
std::string cost_most(Debrief const& debrief);
// How to avoid it next time; empty if no points were lost.
std::string next_time(Debrief const& debrief);

// `2,707`, `2.3 million`.
std::string amount(std::uint64_t number);
// `you: 45,209 failed requests in 1m11s`, then the expert, then the incident left alone.
std::vector<std::string> impact_parts(Debrief const& debrief);
// The run's impact; if the symptom was still present at the end, up to the time limit.
Measured const& whole_impact(Debrief const& debrief);

// What the expert would have saved after the divergence, and what it would have cost in addition.
std::string saved_text(Debrief const& debrief);
// `Point of no return: …`, for a run that did not pass.
std::string no_return_text(Counterfactual const& counterfactual);
// Whether the expert's commands refer to entries of its own continuation.
bool refers_to_its_own(Counterfactual const& counterfactual);
// The text of a runbook line; empty for ids that occur only in refusals.
std::string words_of_rule(std::string_view id);

}  // namespace studylab::debrief
