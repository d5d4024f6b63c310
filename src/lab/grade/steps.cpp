#include <algorithm>

#include "lab/grade/clues.h"
#include "lab/grade/facts/statements.h"
#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

// The operator's path itself: what was done of each phase, whatever was lost in it besides.
void add_path(GradingInput const& input, std::vector<StepResult>& steps) {
  auto const& run = input.run;
  auto const add = [&](std::string_view id, bool done, EntryId entry) {
    steps.push_back({std::string{id}, "o", true, done, done ? entry : EntryId{}});
  };
  EntryId last_clue = run.incident->entry;
  for (auto const& clue : run.clues) last_clue = std::max(last_clue, first_shown(clue));
  add("OP1", clues_missed(run).empty(), last_clue);
  auto const in_force = class_in_force.done_at(input);
  add("OP2", static_cast<bool>(in_force), in_force);
  auto const& outcomes = input.outcomes;
  bool const nothing_done = nothing_to_repair(input.key) && run.repairs.acts.empty();
  auto const reached = outcomes.taken != nullptr ? outcomes.taken->effect : outcomes.waited;
  add("OP3", is_reached(outcomes) || nothing_done || outcomes.handed_over,
      reached ? reached : run.end);
  add("OP4", run.statements.closed != nullptr && !run.statements.impacts.empty(),
      run.statements.closed_entry);
}

}  // namespace

bool is_due(GradingInput const& input, RequiredStep const& step) {
  if (step.with.empty()) return true;
  auto const& outcomes = input.outcomes;
  return is_reached(outcomes) && std::ranges::find(step.with, outcomes.repair) != step.with.end();
}

std::vector<StepResult> list_steps(GradingInput const& input) {
  std::vector<StepResult> steps;
  auto const& due = input.key.required;
  for (auto const& row : input.runbook.steps) {
    auto const listed = std::ranges::find(due, row.id, &RequiredStep::id);
    // The answer key can want another fact of this step than the runbook lists.
    auto const* fact = listed != due.end() ? listed->fact : row.fact;
    auto const entry = fact->done_at(input);
    steps.push_back({std::string{row.id}, row.by, listed != due.end() && is_due(input, *listed),
                     static_cast<bool>(entry), entry});
  }
  if (input.runbook.steps.empty()) {
    for (auto const& step : due) {
      auto const entry = step.fact->done_at(input);
      steps.push_back({step.id, "o", is_due(input, step), static_cast<bool>(entry), entry});
    }
  }
  add_path(input, steps);
  return steps;
}

}  // namespace studylab::grade
