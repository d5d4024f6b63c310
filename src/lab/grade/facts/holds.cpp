#include "lab/grade/facts/holds.h"

#include <algorithm>

#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

// The first repair that moved something of the incident; nullptr: none did.
RepairAct const* first_mover(Outcomes const& outcomes) {
  RepairAct const* first = nullptr;
  for (auto const& one : outcomes.repairs) {
    if (one.verdict == Verdict::outside || !one.act->moved) continue;
    if (first == nullptr || one.act->moved < first->moved) first = one.act;
  }
  return first;
}

EntryId frozen_while_it_moved(GradingInput const& input) {
  auto const& run = input.run;
  auto const* mover = first_mover(input.outcomes);
  for (auto const& hold : run.holds.all) {
    if (hold.kind != HoldKind::freeze || !is_incident(run, *hold.environment)) continue;
    if (mover == nullptr) return hold.entry;
    auto const until = mover->ended ? mover->ended : run.end;
    bool const lifted = hold.lifted && hold.lifted < until;
    if (hold.entry < mover->moved && !lifted) return hold.entry;
  }
  return EntryId{};
}

}  // namespace

void add_hold(Run& run, FactEntry const& entry, Act const& act,
              EnvironmentName const* environment) {
  note_act(run, entry, act);
  run.holds.acts.push_back({.entry = entry.id, .environment = environment});
}

void open_hold(Run& run, FactEntry const& entry, HoldId hold, HoldKind kind,
               EnvironmentName const* environment) {
  run.holds.all.push_back({hold, kind, entry.id, environment, {}, {}, {}});
}

void lift_hold(Run& run, FactEntry const& entry, Act const& act, HoldId hold) {
  note_act(run, entry, act);
  end_hold(run, entry.id, hold);
}

void end_hold(Run& run, EntryId at, HoldId hold) {
  for (auto& seen : run.holds.all) {
    if (seen.hold == hold && !seen.lifted) seen.lifted = at;
  }
}

void freeze(Run& run, FactEntry const& entry, EnvironmentFrozen const& fact) {
  add_hold(run, entry, fact.act, &fact.environment);
  open_hold(run, entry, fact.hold, HoldKind::freeze, &fact.environment);
}

void set_gap_policy(Run& run, FactEntry const& entry, GapPolicySet const& fact) {
  auto& holds = run.holds;
  add_hold(run, entry, fact.act, &fact.environment);
  if (holds.gap_policy) {
    auto const held = std::ranges::find(holds.all, holds.gap_policy, &HoldSeen::hold);
    if (held != holds.all.end() && *held->environment == fact.environment) {
      held->lifted = entry.id;
      holds.gap_policy = HoldId{};
    }
  }
  // Back to what the environment declares is the lifting.
  bool const declared =
      is_incident(run, fact.environment) && fact.policy == run.incident->environment->gap_policy;
  if (declared || !fact.hold) return;
  open_hold(run, entry, fact.hold, HoldKind::gap_policy, &fact.environment);
  holds.gap_policy = fact.hold;
}

void keep_holds(Run& run, FactEntry const& entry, IncidentClosed const& fact) {
  for (auto& hold : run.holds.all) {
    if (std::ranges::find(fact.keep, hold.hold) != fact.keep.end()) hold.kept = entry.id;
  }
}

constexpr RequiredFact environment_frozen{
    .name = "environment-frozen",
    .words = "a freeze from before the repair moved anything until it had ended (`freeze ENV`)",
    .advice = "`freeze ENV` before the repair, and `unfreeze ENV` once it has ended",
    .phase = Phase::action,
    .done_at = frozen_while_it_moved};

}  // namespace studylab::grade
