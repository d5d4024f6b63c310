#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "lab/grade/outcomes.h"
#include "lab/grade/run.h"

// The four phases of the marks, each in a file of its own.
namespace studylab::grade {

// What is marked, and against what.
struct Marked {
  Run const& run;
  drill::AnswerSheet const& sheet;
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

void mark_truth(Marked const& marked, Deductions& deductions);
void mark_classification(Marked const& marked, Deductions& deductions);
void mark_action(Marked const& marked, Deductions& deductions);
void mark_evidence(Marked const& marked, Deductions& deductions);
void mark_hints(Marked const& marked, Deductions& deductions);
// Only where the clock moves by commands, and a reference was run.
void mark_time(Marked const& marked, Duration failed, Duration reference, Deductions& deductions);

// The rule under which the class stands: BD3 in bad-deploy, else OP2.
std::string_view class_rule(drill::AnswerSheet const& sheet);

// The runbook's steps and the operator's path, with what was due and done.
std::vector<StepMark> list_steps(Marked const& marked);

// Operation state and route owner read before any log and before the first repair: the look that
// completed it; none where it was not so.
EntryId state_before_logs(Run const& run);

// Whether, and where, the step was done; an entry of none: it was not.
EntryId done_at(Marked const& marked, drill::DueFact fact);
bool is_due(Marked const& marked, drill::DueStep const& step);

// The class that stood at an entry; nullptr: none.
ClassSeen const* class_standing(Run const& run, EntryId at);
// The entry by which all that comes before the first repair was due: the repair, or the run's end.
EntryId before_repair(Run const& run);
// Where it is decided which class stands: the first repair that was tried, or the run's end.
EntryId class_decided(Run const& run);

}  // namespace studylab::grade
