#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "lab/grade/outcomes.h"
#include "lab/grade/run.h"

// The four phases of the marks, each in a file of its own.
namespace studylab::grade {

// What is marked, and against what.
struct GradingInput {
  Run const& run;
  drill::AnswerKey const& key;
  Outcomes const& outcomes;
};

class Deductions {
 public:
  void take(std::uint32_t points, std::string_view rule, Phase phase, EntryId entry,
            std::string why) {
    list_.push_back({points, std::string{rule}, phase, entry, std::move(why)});
  }
  std::vector<Deduction> list() && { return std::move(list_); }

 private:
  std::vector<Deduction> list_;
};

void grade_truth(GradingInput const& input, Deductions& deductions);
void grade_classification(GradingInput const& input, Deductions& deductions);
void grade_action(GradingInput const& input, Deductions& deductions);
void grade_evidence(GradingInput const& input, Deductions& deductions);
void grade_hints(GradingInput const& input, Deductions& deductions);
// Only where the clock moves by commands, and a reference was run.
void grade_time(GradingInput const& input, Duration failed, Duration reference,
                Deductions& deductions);

// The rule under which the class stands: BD3 in bad-deploy, else OP2.
std::string_view class_rule(drill::AnswerKey const& key);

// The runbook's steps and the operator's path, with what was due and done.
std::vector<StepResult> list_steps(GradingInput const& input);

// Operation state and route owner read before any log and before the first repair: the look that
// completed it; none where it was not so.
EntryId state_before_logs(Run const& run);

// Whether, and where, the step was done; an entry of none: it was not.
EntryId done_at(GradingInput const& input, drill::RequiredFact fact);
bool is_due(GradingInput const& input, drill::RequiredStep const& step);

// The class that stood at an entry; nullptr: none.
ClassSeen const* class_in_force_at(Run const& run, EntryId at);
// The entry by which all that comes before the first repair was due: the repair, or the run's end.
EntryId before_repair(Run const& run);
// Where it is decided which class stands: the first repair that was tried, or the run's end.
EntryId class_decided(Run const& run);

}  // namespace studylab::grade
