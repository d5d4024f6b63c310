#include "lab/grade/facts/holds.h"

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

}  // namespace

constexpr RequiredFact environment_frozen{
    .name = "environment-frozen",
    .words = "a freeze from before anything moved until that repair had ended (`freeze ENV`)",
    .advice = "`freeze ENV` before the repair, and `unfreeze ENV` once it has ended",
    .phase = Phase::action,
    .done_at = frozen_while_it_moved};

}  // namespace studylab::grade
