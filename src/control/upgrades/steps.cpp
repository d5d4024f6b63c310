// The steps of a replacement, a drain and a rebuild.
#include <algorithm>

#include <fmt/format.h>

#include "base/planted.h"
#include "control/allocations/allocations.h"
#include "control/decision.h"
#include "control/hosts/hosts.h"
#include "control/operations/operations.h"
#include "control/releases/releases.h"
#include "control/upgrades/upgrades.h"

namespace studylab::control {

std::uint32_t killed_sessions(kinds::Leaving const& leaving, Instant deadline) {
  if (!leaving.sessions) return 0;
  auto const& seen = *leaving.sessions;
  // Only the deadline may cut a session.
  auto const cut = seen.origin.at >= deadline ? seen.cut : 0;
  auto const accounted = seen.ended + seen.stored + cut;
  return seen.at_start - std::min(seen.at_start, accounted);
}

}  // namespace studylab::control

namespace studylab::control::upgrades {
namespace {

using operations::reach;

kinds::Replacement const& as_replacement(Operation const& operation) {
  return std::get<kinds::Replacement>(operation.as);
}
kinds::Drain const& as_drain(Operation const& operation) {
  return std::get<kinds::Drain>(operation.as);
}

// --- replacements ---

// A replacement that failed; nullptr: none has.
Allocation const* failed_replacement(State const& state, Operation const& operation) {
  for (auto const id : as_replacement(operation).placed) {
    auto const& allocation = at_key(state.allocations, id);
    if (allocation.stage == AllocationStage::failed) return &allocation;
  }
  return nullptr;
}

bool all_replaced(State const& state, Operation const& operation) {
  auto const& as = as_replacement(operation);
  return as.left.empty() && std::ranges::all_of(as.placed, [&](AllocationId id) {
           return at_key(state.allocations, id).stage == AllocationStage::ready;
         });
}

// The host with the most free slots; never the one that is replaced.
HostId host_for(State const& state, HostId replaced) {
  HostId best;
  std::uint32_t most = 0;
  for (auto const& [id, host] : state.hosts) {
    if (id == replaced || host.cordon) continue;
    auto const free = free_slots(state, id);
    if (free > most) best = id;
    most = std::max(most, free);
  }
  return best;
}

Decision place(State const& state, Operation const& operation) {
  auto const& as = as_replacement(operation);
  if (operation.stage != Stage::running || as.left.empty()) return no_facts();
  auto const host = host_for(state, as.host);
  if (!host) {
    return reach(
        operation, StageEvent::failed,
        fmt::format("no host that may be placed on has a slot for {}", to_text(as.left.front())));
  }
  auto const& old = at_key(state.allocations, as.left.front());
  return single(AllocationPlanned{next_id(state.allocations), old.environment, old.release,
                                  artifact_of(state, old.release).stored.digest, host, operation.id,
                                  operation.attempt});
}

Decision end_replacement(State const& state, Operation const& operation) {
  if (auto const* failed = failed_replacement(state, operation)) {
    return reach(operation, StageEvent::failed,
                 fmt::format("{} failed at {}: {}", to_text(failed->id), to_text(failed->failed_at),
                             failed->reason));
  }
  if (!all_replaced(state, operation)) return no_facts();
  return reach(operation, StageEvent::finished, "every replacement is ready");
}

// --- drains ---

// Stopped, with a report of its sessions; or it never ran.
bool has_left(State const& state, kinds::Leaving const& leaving) {
  auto const stage = at_key(state.allocations, leaving.allocation).stage;
  return stage == AllocationStage::failed ||
         (stage == AllocationStage::stopped && leaving.sessions.has_value());
}

// The next allocation to order; none: each has its order.
AllocationId next_leaving(State const& state, kinds::Drain const& drain) {
  for (auto const& leaving : drain.leaving) {
    auto const stage = at_key(state.allocations, leaving.allocation).stage;
    if (stage <= AllocationStage::ready) return leaving.allocation;
  }
  return AllocationId{};
}

// Also what another operation had ordered to leave before.
bool all_left(State const& state, kinds::Drain const& drain) {
  bool const left = std::ranges::all_of(
      drain.leaving, [&](kinds::Leaving const& leaving) { return has_left(state, leaving); });
  return left && allocations_on(state, drain.host).empty();
}

Decision order_next(State const& state, Operation const& operation) {
  auto const& drain = as_drain(operation);
  auto const next = next_leaving(state, drain);
  if (operation.stage != Stage::running || !next) return no_facts();
  return single(AllocationDraining{next, operation.id, drain.deadline});
}

Decision end_drain(State const& state, Operation const& operation) {
  auto const& drain = as_drain(operation);
  if (!all_left(state, drain)) return no_facts();
  std::uint32_t killed = 0;
  for (auto const& leaving : drain.leaving) killed += killed_sessions(leaving, drain.deadline);
  if (killed > 0 && !planted(Guard::hun1)) {
    return reach(operation, StageEvent::failed,
                 fmt::format("{} sessions were ended by neither their client, their resume nor the "
                             "deadline",
                             killed));
  }
  return reach(operation, StageEvent::finished,
               fmt::format("nothing is left on {}", to_text(drain.host)));
}

// --- rebuilds ---

Decision end_rebuild(State const& state, Operation const& operation) {
  auto const& rebuilt = std::get<kinds::Rebuild>(operation.as).rebuilt;
  if (!rebuilt) return no_facts();
  auto const& declared = at_key(state.hosts, rebuilt->host).image;
  if (rebuilt->image == declared) {
    return reach(operation, StageEvent::finished,
                 fmt::format("it runs {}", short_text(rebuilt->image)));
  }
  return reach(operation, StageEvent::failed,
               fmt::format("it runs {}, not {}", short_text(rebuilt->image), short_text(declared)));
}

}  // namespace

Decision proceed(State const& state, Operation const& operation, StepKind step) {
  auto const kind = kind_of(operation);
  if (step == StepKind::place && kind == OperationKind::replacement) return place(state, operation);
  if (step == StepKind::drain_next && kind == OperationKind::drain) {
    return order_next(state, operation);
  }
  if (step != StepKind::finish) return no_facts();
  if (kind == OperationKind::replacement) return end_replacement(state, operation);
  return kind == OperationKind::drain ? end_drain(state, operation) : end_rebuild(state, operation);
}

void react(State const& state, Operation const& operation, EffectList& effects) {
  match(
      operation.as,
      [&](kinds::Replacement const& as) {
        bool const over =
            failed_replacement(state, operation) != nullptr || all_replaced(state, operation);
        if (over) return effects.proceed(StepKind::finish, operation, state.last_entry);
        if (!as.left.empty()) effects.proceed(StepKind::place, operation, state.last_entry);
      },
      [&](kinds::Drain const& as) {
        if (next_leaving(state, as)) {
          effects.proceed(StepKind::drain_next, operation, state.last_entry);
        } else if (all_left(state, as)) {
          effects.proceed(StepKind::finish, operation, state.last_entry);
        }
      },
      [&](kinds::Rebuild const& as) {
        if (as.rebuilt) {
          effects.proceed(StepKind::finish, operation, as.rebuilt_entry);
        } else {
          effects.add(OrderRebuild{as.host, operation.id}, operation.id.number,
                      operation.attempt.value());
        }
      },
      [](auto const&) {});
}

}  // namespace studylab::control::upgrades
