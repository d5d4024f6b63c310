#pragma once

#include <string>
#include <utility>

#include "lab/grade/outcomes.h"
#include "lab/grade/run.h"
#include "lab/grade/runbook.h"

// The four phases of the score, each in a file of its own.
namespace studylab::grade {

// What is graded, and against what.
struct GradingInput {
  Run const& run;
  AnswerKey const& key;
  RunbookGrading const& runbook;  // the key's
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
void grade_failed_time(GradingInput const& input, Duration failed, Duration reference, Pace pace,
                       Deductions& deductions);

// The note or close that refers to it; none: neither does.
EntryId first_reference(Run const& run, EvidenceRef const& wanted);

// The runbook's steps and the operator's path, with what was due and done.
std::vector<StepResult> list_steps(GradingInput const& input);

bool is_due(GradingInput const& input, RequiredStep const& step);

}  // namespace studylab::grade
