#include <algorithm>
#include <array>

#include "base/check.h"
#include "lab/grade/clues.h"
#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

using drill::RepairOutcome;
using drill::RequiredFact;

// The first repair that moved something of the incident; nullptr: none did.
RepairAct const* first_mover(Outcomes const& outcomes) {
  RepairAct const* first = nullptr;
  for (auto const& one : outcomes.repairs) {
    if (one.verdict == Verdict::outside || !one.act->moved) continue;
    if (first == nullptr || one.act->moved < first->moved) first = one.act;
  }
  return first;
}

// A freeze counts while it matters: from the first movement until that repair had ended. Where
// nothing moved, any freeze does.
EntryId frozen_while_it_moved(GradingInput const& input) {
  auto const& run = input.run;
  auto const* mover = first_mover(input.outcomes);
  for (auto const& hold : run.holds) {
    bool const freezes =
        hold.kind == HoldKind::freeze && *hold.environment == environment_of(*run.incident->opened);
    if (!freezes) continue;
    if (mover == nullptr) return hold.entry;
    auto const until = mover->ended ? mover->ended : run.end;
    bool const lifted = hold.lifted && hold.lifted < until;
    if (hold.entry < mover->moved && !lifted) return hold.entry;
  }
  return EntryId{};
}

// The owner moved, and by an operation: which verb asked for it does not matter.
template <class Wanted>
EntryId owner_moved_by(GradingInput const& input, Wanted wanted) {
  for (auto const& one : input.outcomes.repairs) {
    bool const moves = one.act->verb == RepairVerb::rollback || one.act->verb == RepairVerb::deploy;
    if (moves && one.act->effect && one.verdict != Verdict::outside && wanted(one)) {
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

EntryId class_in_force(GradingInput const& input) {
  auto const* decided = class_in_force_at(input.run, class_decided(input.run));
  bool const right =
      decided != nullptr && decided->classified->fault_class == input.key.fault_class;
  return right ? decided->entry : EntryId{};
}

struct RunbookStep {
  std::string_view id;
  std::string_view by;
  RequiredFact fact;
};
constexpr std::array<RunbookStep, 5> bad_deploy{{
    {"BD1", "op", RequiredFact::environment_frozen},
    {"BD2", "o", RequiredFact::state_before_logs},
    {"BD3", "o", RequiredFact::class_in_force},
    {"BD4", "op", RequiredFact::rolled_back_by_operation},
    {"BD5", "o", RequiredFact::forward_fix_by_operation},
}};

// The operator's path itself: what was done of each phase, whatever was lost in it besides.
void add_path(GradingInput const& input, std::vector<StepResult>& steps) {
  auto const& run = input.run;
  auto const add = [&](std::string_view id, bool done, EntryId entry) {
    steps.push_back({std::string{id}, "o", true, done, done ? entry : EntryId{}});
  };
  EntryId last_clue = run.incident->entry;
  for (auto const& clue : run.clues) last_clue = std::max(last_clue, first_shown(clue));
  add("OP1", clues_missed(run).empty(), last_clue);
  auto const in_force = class_in_force(input);
  add("OP2", static_cast<bool>(in_force), in_force);
  auto const* taken = input.outcomes.taken;
  bool const nothing_done = nothing_to_repair(input.key) && run.repairs.empty();
  add("OP3", taken != nullptr || nothing_done, taken != nullptr ? taken->effect : run.end);
  add("OP4", run.closed != nullptr && !run.impacts.empty(), run.closed_entry);
}

}  // namespace

EntryId done_at(GradingInput const& input, RequiredFact fact) {
  switch (fact) {
    case RequiredFact::environment_frozen: return frozen_while_it_moved(input);
    case RequiredFact::state_before_logs: return state_before_logs(input.run);
    case RequiredFact::class_in_force: return class_in_force(input);
    case RequiredFact::rolled_back_by_operation: return owner_moved_by(input, goes_back);
    case RequiredFact::forward_fix_by_operation: return owner_moved_by(input, goes_forward);
  }
  check_failed("a required fact", __FILE__, __LINE__);
}

bool is_due(GradingInput const& input, drill::RequiredStep const& step) {
  if (step.with.empty()) return true;
  auto const& outcomes = input.outcomes;
  return outcomes.taken != nullptr &&
         std::ranges::find(step.with, outcomes.repair) != step.with.end();
}

std::vector<StepResult> list_steps(GradingInput const& input) {
  std::vector<StepResult> steps;
  auto const& due = input.key.required;
  if (input.key.runbook == "bad-deploy") {
    for (auto const& row : bad_deploy) {
      auto const listed = std::ranges::find(due, row.id, &drill::RequiredStep::id);
      auto const entry = done_at(input, row.fact);
      steps.push_back({std::string{row.id}, row.by, listed != due.end() && is_due(input, *listed),
                       static_cast<bool>(entry), entry});
    }
  } else {
    for (auto const& step : due) {
      auto const entry = done_at(input, step.fact);
      steps.push_back({step.id, "o", is_due(input, step), static_cast<bool>(entry), entry});
    }
  }
  add_path(input, steps);
  return steps;
}

}  // namespace studylab::grade
