// The effects that the state requires. The world calls this after every entry, so it visits open
// work and the edges, and never the whole history.
#include <algorithm>

#include "base/planted.h"
#include "control/decide_internal.h"

namespace studylab::control {
namespace {

class EffectList {
 public:
  explicit EffectList(std::vector<Effect>& out) : out_(out) {}

  void add(Action action, std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0,
           Instant at = Instant::min()) {
    auto const kind = static_cast<std::uint32_t>(action.index());
    out_.push_back(Effect{EffectKey{kind, a, b, c}, at, std::move(action)});
  }
  // A step's key contains the entry that made it due: once the step is done, the key differs.
  void proceed(StepKind step, Operation const& operation, EntryId after) {
    add(Proceed{step, operation.id}, operation.id.number, static_cast<std::uint32_t>(step),
        after.number);
  }
  void wake(TimerKind kind, Operation const& operation, EntryId after, Instant at) {
    add(WakeAt{TimerId{kind, operation.id}}, operation.id.number, static_cast<std::uint32_t>(kind),
        after.number, at);
  }

 private:
  std::vector<Effect>& out_;
};

void add_waiting_effects(State const& state, Operation const& operation, EffectList& effects) {
  if (!operation.due) {
    effects.wake(TimerKind::start_scheduled, operation, operation.stage_entry,
                 operation.not_before);
    return;
  }
  if (operation.kept_waiting) return;
  if (held(state, operation)) return;
  if (conflicting_operation(state, operation.environment, operation.id) != nullptr) return;
  effects.proceed(StepKind::start, operation, state.last_entry);
}

void add_policy_check_effects(State const& state, Operation const& operation, EffectList& effects) {
  bool const fits = operation.policy->database == DatabaseVerdict::compatible ||
                    (operation.kind == OperationKind::rollback && planted(Guard::bdn3));
  if (!fits || failed_allocation(state, operation) != nullptr) {
    effects.proceed(StepKind::fail, operation, state.last_entry);
    return;
  }
  auto const& declared = at_key(state.environments, operation.environment).declared;
  if (operation.forward_fix == ForwardFix::no && pending_migration(state, operation)) {
    effects.add(RunMigration{declared.database, operation.id}, operation.id.number,
                operation.attempt.value());
    return;
  }
  if (live_allocations(state, operation.environment, operation.release) < declared.replicas) {
    effects.proceed(StepKind::place, operation, state.last_entry);
    return;
  }
  if (ready_allocations(state, operation.environment, operation.release) >= declared.replicas) {
    effects.proceed(StepKind::move_owner, operation, operation.policy_entry);
  }
}

void add_resync_effects(State const& state, Operation const& operation, PartitionId partition,
                        EffectList& effects) {
  // Edges acknowledge with their observations, every ten seconds. An edge that has not acknowledged
  // by then is asked to pull again.
  constexpr Duration first = std::chrono::seconds{12};
  constexpr Duration pause = std::chrono::milliseconds{2500};
  for (auto const& [id, edge] : state.edges) {
    if (acknowledged(edge, partition, operation.sequence)) continue;
    for (std::uint32_t n = 0; n < max_resync_requests; ++n) {
      effects.add(RequestResync{id, partition, operation.id, Attempt{n + 1}}, operation.id.number,
                  id.number, n + 1, *operation.moved_at + first + n * pause);
    }
  }
}

void add_moved_effects(State const& state, Operation const& operation, EffectList& effects) {
  auto const& owner = *route_of(state, operation.environment);
  auto const& partition = at_key(state.partitions, owner.partition);
  if (operation.stage == Stage::route_cas) {
    for (auto sequence = next(partition.published); sequence <= partition.last;
         sequence = next(sequence)) {
      effects.add(PublishRouteEvent{owner.partition, sequence}, owner.partition.number,
                  static_cast<std::uint32_t>(sequence.value()));
    }
  }
  if (operation.kind == OperationKind::rollback) {
    auto const replaced = state.operations.find(operation.replaced_operation);
    if (replaced != state.operations.end() && replaced->second.stage != Stage::rolled_back &&
        replaced->second.kind == OperationKind::promotion) {
      effects.proceed(StepKind::mark_replaced, operation, operation.moved_entry);
    }
  }
  auto const& declared = at_key(state.environments, operation.environment).declared;
  if (!operation.draining) {
    effects.wake(TimerKind::drain_grace, operation, operation.moved_entry,
                 *operation.moved_at + declared.drain_grace);
  } else if (next_to_drain(state, operation)) {
    effects.proceed(StepKind::drain_next, operation, state.last_entry);
  }
  if (operation.stage != Stage::edge_propagating) return;
  if (operation.gave_up) {
    if (edges_behind(state, owner.partition, operation.sequence).empty()) {
      effects.proceed(StepKind::finish, operation, state.last_entry);
    }
    return;
  }
  effects.wake(TimerKind::soak, operation, operation.moved_entry, *operation.moved_at + soak);
  add_resync_effects(state, operation, owner.partition, effects);
}

void add_running_effects(State const& state, Operation const& operation, EffectList& effects) {
  if (operation.kind == OperationKind::edge_repair) {
    if (operation.gave_up) {
      effects.proceed(StepKind::fail, operation, operation.stage_entry);
    } else if (operation.resumed_entry &&
               has_caught_up(state, at_key(state.edges, operation.edge))) {
      effects.proceed(StepKind::finish, operation, operation.resumed_entry);
    } else {
      effects.add(OrderEdgeRepair{operation.edge, operation.id, operation.attempt},
                  operation.id.number, operation.attempt.value());
    }
    return;
  }
  if (operation.kind != OperationKind::restart) return;
  if (operation.restarts.empty()) {
    effects.proceed(StepKind::finish, operation, operation.stage_entry);
    return;
  }
  auto const& allocation = at_key(state.allocations, operation.restarts.front());
  if (allocation.stage == AllocationStage::failed) {
    effects.proceed(StepKind::fail, operation, allocation.stage_entry);
    return;
  }
  effects.add(RestartOnRunner{allocation.id, operation.id, operation.attempt}, operation.id.number,
              allocation.id.number, operation.attempt.value());
}

void add_operation_effects(State const& state, Operation const& operation, EffectList& effects) {
  switch (operation.stage) {
    case Stage::waiting: return add_waiting_effects(state, operation, effects);
    case Stage::requested:
      return effects.proceed(StepKind::check_policy, operation, operation.stage_entry);
    case Stage::policy_check: return add_policy_check_effects(state, operation, effects);
    case Stage::route_cas:
    case Stage::edge_propagating: return add_moved_effects(state, operation, effects);
    case Stage::running: return add_running_effects(state, operation, effects);
    case Stage::healthy:
    case Stage::rolled_back:
    case Stage::failed:
    case Stage::cancelled: return;
  }
}

void add_allocations_effects(State const& state, EffectList& effects) {
  for (auto const id : state.moving_allocations) {
    auto const& allocation = at_key(state.allocations, id);
    if (allocation.stage == AllocationStage::draining) {
      effects.add(DrainOnRunner{id}, id.number);
    } else {
      effects.add(StartOnRunner{id}, id.number, allocation.attempt.value());
    }
  }
}

void add_edges_effects(State const& state, EffectList& effects) {
  for (auto const& [id, edge] : state.edges) {
    if (edge.snapshot_order) {
      effects.add(OrderSnapshot{id, edge.snapshot_order}, id.number, edge.snapshot_order.number);
    }
    if (edge.verify_order) {
      effects.add(OrderVerify{id, edge.verify_order}, id.number, edge.verify_order.number);
    }
    if (edge.resume) {
      effects.add(OrderResume{id, edge.resume_entry}, id.number, edge.resume_entry.number);
    }
  }
  for (auto const& [environment, edge] : state.unapplied_gap_policies) {
    auto const order = at_key(state.environments, environment).gap_policy_entry;
    effects.add(OrderGapPolicy{edge, environment, order}, edge.number, order.number);
  }
}

}  // namespace

void react(State const& state, std::vector<Effect>& out) {
  if (state.ended) return;
  EffectList effects{out};
  if (!state.incident && !state.incident_due.value().empty()) {
    effects.add(Proceed{StepKind::open_incident, {}}, 0, 0, state.last_entry.number);
  }
  if (state.incident && !state.incident->probed_entry) {
    effects.add(ProbeBindings{environment_of(state.incident->opened)},
                state.incident->entry.number);
  }
  for (auto const id : state.open_operations) {
    add_operation_effects(state, at_key(state.operations, id), effects);
  }
  add_allocations_effects(state, effects);
  add_edges_effects(state, effects);
  for (auto const id : state.open_notices) effects.add(DeliverNotice{id}, id.number);
}

StartAllocation start_message(State const& state, AllocationId id) {
  auto const& allocation = at_key(state.allocations, id);
  auto const& manifest = manifest_of(state, allocation.release);
  return StartAllocation{id,
                         allocation.environment,
                         allocation.release,
                         allocation.digest,
                         manifest.needs,
                         manifest.readiness_path,
                         allocation.operation,
                         allocation.attempt};
}

}  // namespace studylab::control
