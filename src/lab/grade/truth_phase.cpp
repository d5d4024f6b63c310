#include "lab/grade/clues.h"
#include "lab/grade/facts/queries.h"
#include "lab/grade/grading.h"

namespace studylab::grade {

void grade_truth(GradingInput const& input, Deductions& deductions) {
  auto const& run = input.run;
  auto const before = run.commands.first_repair ? Deadline::first_repair : Deadline::end;
  auto const read = find_state_read(run);
  for (auto const& step : input.key.required) {
    if (step.fact->phase != Phase::truth || step.fact->done_at(input)) continue;
    if (step.fact != &state_before_logs) {
      deductions.take(10, step.id, Phase::truth, read.due, StepLeftOut{step.fact});
      continue;
    }
    auto const what = by_then(read.operation, read.due) ? Unread::owner
                      : by_then(read.owner, read.due)   ? Unread::operation
                                                        : Unread::both;
    bool const logs = first_logs(run) == read.due;
    deductions.take(10, step.id, Phase::truth, read.due,
                    StateNotRead{what, logs ? Deadline::logs : before});
  }
  if (auto missed = clues_missed(run); !missed.empty()) {
    deductions.take(10, "OP1", Phase::truth, before_repair(run),
                    CluesNotShown{std::move(missed), before});
  }
}

}  // namespace studylab::grade
