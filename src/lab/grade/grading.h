#pragma once

#include <string>
#include <utility>

#include "lab/grade/outcomes.h"
#include "lab/grade/run.h"

// The four phases of the score, each in a file of its own.
namespace studylab::grade {

// What is graded, and against what.
struct GradingInput {
  Run const& run;
  drill::AnswerKey const& key;
  Outcomes const& outcomes;
};

class Deductions {
 public:
  void take(std::uint32_t points, std::string_view rule, Phase phase, EntryId entry,
            Reason reason) {
    list_.push_back({points, std::string{rule}, phase, entry, std::move(reason)});
  }
  std::vector<Deduction> list() && { return std::move(list_); }

 private:
  std::vector<Deduction> list_;
};

// A person at a terminal needs time to read and to type.
enum class Pace : std::uint8_t { commands, person };

void grade_truth(GradingInput const& input, Deductions& deductions);
void grade_classification(GradingInput const& input, Deductions& deductions);
void grade_action(GradingInput const& input, Deductions& deductions);
void grade_refusals(GradingInput const& input, Deductions& deductions);  // of action
void grade_evidence(GradingInput const& input, Deductions& deductions);
void grade_hints(GradingInput const& input, Deductions& deductions);
// Of action, once a reference was run.
void grade_time(GradingInput const& input, Duration failed, Duration reference, Pace pace,
                Deductions& deductions);

// The rule that a class belongs to: BD3 in bad-deploy, else OP2.
std::string_view class_rule(drill::AnswerKey const& key);

// The rule that the impact belongs to: DR5 where data is restored, else OP4.
std::string_view impact_rule(drill::AnswerKey const& key);

// The runbook's steps and the operator's path, with what was due and done.
std::vector<StepResult> list_steps(GradingInput const& input);

// The query that completed the finding step (operation state and route owner before any log and
// before the first repair); none: the step was left out.
EntryId state_before_logs(Run const& run);

// The clues that were not shown before the first repair (before the end, if nothing was repaired).
std::vector<drill::ClueKind> clues_missed(Run const& run);

// The fact that shows that the step was done; none: it was left out.
EntryId done_at(GradingInput const& input, drill::RequiredFact fact);
bool is_due(GradingInput const& input, drill::RequiredStep const& step);

// The class in force at an entry; nullptr: none.
ClassSeen const* class_in_force_at(Run const& run, EntryId at);
// The entry by which all that comes before the first repair was due: the repair, or the run's end.
EntryId before_repair(Run const& run);
// The class in force at this entry counts: the first repair that was attempted, or the run's end.
EntryId class_decided(Run const& run);

}  // namespace studylab::grade
