#include <algorithm>
#include <array>

#include "base/check.h"
#include "lab/grade/marking.h"
#include "lab/grade/tells.h"

namespace studylab::grade {
namespace {

using drill::DueFact;
using drill::RepairOutcome;

// A freeze that comes once something has moved froze nothing that mattered.
EntryId frozen_in_time(Run const& run) {
  if (!run.first_freeze) return EntryId{};
  bool const late = run.first_effect && run.first_effect < run.first_freeze;
  return late ? EntryId{} : run.first_freeze;
}

// The owner moved, and by an operation: which verb asked for it does not matter.
template <class Wanted>
EntryId owner_moved_by(Marked const& marked, Wanted wanted) {
  for (auto const& one : marked.outcomes.repairs) {
    bool const moves = one.act->verb == RepairVerb::rollback || one.act->verb == RepairVerb::deploy;
    if (moves && one.act->effect && one.verdict != Verdict::oversize && wanted(one)) {
      return one.act->effect;
    }
  }
  return EntryId{};
}

bool goes_back(Judged const& one) {
  return one.act->verb == RepairVerb::rollback ||
         one.outcome == RepairOutcome::earlier_release_owns;
}

bool goes_forward(Judged const& one) {
  return one.outcome == RepairOutcome::listed_fix_owns ||
         one.outcome == RepairOutcome::brought_fix_owns;
}

EntryId class_stands(Marked const& marked) {
  auto const* decided = class_standing(marked.run, class_decided(marked.run));
  bool const right =
      decided != nullptr && decided->classified->fault_class == marked.sheet.fault_class;
  return right ? decided->entry : EntryId{};
}

struct RunbookStep {
  std::string_view id;
  std::string_view by;
  DueFact fact;
};
constexpr std::array<RunbookStep, 5> bad_deploy{{
    {"BD1", "op", DueFact::environment_frozen},
    {"BD2", "o", DueFact::state_before_logs},
    {"BD3", "o", DueFact::class_stands},
    {"BD4", "op", DueFact::rolled_back_by_operation},
    {"BD5", "o", DueFact::forward_fix_by_operation},
}};

// The operator's path itself: what was done of each phase, whatever was lost in it besides.
void add_path(Marked const& marked, std::vector<StepMark>& steps) {
  auto const& run = marked.run;
  auto const add = [&](std::string_view id, bool done, EntryId entry) {
    steps.push_back({std::string{id}, "o", true, done, done ? entry : EntryId{}});
  };
  EntryId last_tell = run.incident->entry;
  bool all_told = true;
  for (auto const& tell : run.tells) {
    all_told = all_told && by_then(first_shown(tell), before_repair(run));
    if (!tell.looks.empty()) last_tell = std::max(last_tell, tell.looks.front());
  }
  add("OP1", all_told, last_tell);
  auto const stands = class_stands(marked);
  add("OP2", static_cast<bool>(stands), stands);
  auto const* taken = marked.outcomes.taken;
  bool const nothing_done = nothing_to_repair(marked.sheet) && run.repairs.empty();
  add("OP3", taken != nullptr || nothing_done, taken != nullptr ? taken->effect : run.end);
  add("OP4", run.closed != nullptr && !run.impacts.empty(), run.closed_entry);
}

}  // namespace

EntryId done_at(Marked const& marked, DueFact fact) {
  switch (fact) {
    case DueFact::environment_frozen: return frozen_in_time(marked.run);
    case DueFact::state_before_logs: return state_before_logs(marked.run);
    case DueFact::class_stands: return class_stands(marked);
    case DueFact::rolled_back_by_operation: return owner_moved_by(marked, goes_back);
    case DueFact::forward_fix_by_operation: return owner_moved_by(marked, goes_forward);
  }
  check_failed("a due fact", __FILE__, __LINE__);
}

bool is_due(Marked const& marked, drill::DueStep const& step) {
  if (step.with.empty()) return true;
  auto const repair = repair_begun(marked.outcomes);
  return repair && std::ranges::find(step.with, *repair) != step.with.end();
}

std::vector<StepMark> list_steps(Marked const& marked) {
  std::vector<StepMark> steps;
  auto const& due = marked.sheet.due;
  if (marked.sheet.runbook == "bad-deploy") {
    for (auto const& row : bad_deploy) {
      auto const listed = std::ranges::find(due, row.id, &drill::DueStep::id);
      auto const entry = done_at(marked, row.fact);
      steps.push_back({std::string{row.id}, row.by, listed != due.end() && is_due(marked, *listed),
                       static_cast<bool>(entry), entry});
    }
  } else {
    for (auto const& step : due) {
      auto const entry = done_at(marked, step.fact);
      steps.push_back({step.id, "o", is_due(marked, step), static_cast<bool>(entry), entry});
    }
  }
  add_path(marked, steps);
  return steps;
}

}  // namespace studylab::grade
