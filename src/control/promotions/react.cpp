#include "base/planted.h"
#include "control/allocations/allocations.h"
#include "control/edges/edges.h"
#include "control/operations/stages.h"
#include "control/promotions/promotions.h"
#include "control/routes/routes.h"

namespace studylab::control::promotions {
namespace {

void add_waiting_effects(State const& state, Operation const& operation, EffectList& effects) {
  auto const& promotion = std::get<kinds::Promotion>(operation.as);
  if (!promotion.due) {
    effects.wake(TimerKind::start_scheduled, operation, operation.stage_entry,
                 promotion.not_before);
    return;
  }
  if (promotion.kept_waiting) return;
  if (held(state, operation)) return;
  if (conflicting_operation(state, operation.environment, operation.id) != nullptr) return;
  effects.proceed(StepKind::start, operation, state.last_entry);
}

void add_policy_check_effects(State const& state, Operation const& operation, EffectList& effects) {
  auto const& change = owner_change(operation);
  bool const fits = change.policy->database == DatabaseVerdict::compatible ||
                    (kind_of(operation) == OperationKind::rollback && planted(Guard::bdn3));
  if (!fits || failed_allocation(state, operation) != nullptr) {
    effects.proceed(StepKind::fail, operation, state.last_entry);
    return;
  }
  auto const& declared = at_key(state.environments, operation.environment).declared;
  if (verdict_kind(operation) == OperationKind::promotion && pending_migration(state, operation)) {
    effects.add(RunMigration{declared.database, operation.id}, operation.id.number,
                operation.attempt.value());
    return;
  }
  if (live_allocations(state, operation.environment, change.release) < declared.replicas) {
    effects.proceed(StepKind::place, operation, state.last_entry);
    return;
  }
  if (ready_allocations(state, operation.environment, change.release) >= declared.replicas) {
    effects.proceed(StepKind::move_owner, operation, change.policy_entry);
  }
}

void add_resync_effects(State const& state, Operation const& operation, PartitionId partition,
                        EffectList& effects) {
  // Edges acknowledge with their observations, every ten seconds. An edge that has not acknowledged
  // by then is asked to pull again.
  constexpr Duration first = std::chrono::seconds{12};
  constexpr Duration pause = std::chrono::milliseconds{2500};
  auto const& change = owner_change(operation);
  for (auto const& [id, edge] : state.edges) {
    if (acknowledged(edge, partition, change.sequence)) continue;
    for (std::uint32_t n = 0; n < max_resync_requests; ++n) {
      effects.add(RequestResync{id, partition, operation.id, Attempt{n + 1}}, operation.id.number,
                  id.number, n + 1, *change.moved_at + first + n * pause);
    }
  }
}

void add_moved_effects(State const& state, Operation const& operation, EffectList& effects) {
  auto const& change = owner_change(operation);
  auto const& owner = *route_of(state, operation.environment);
  auto const& partition = at_key(state.partitions, owner.partition);
  if (operation.stage == Stage::route_cas) {
    for (auto sequence = next(partition.published); sequence <= partition.last;
         sequence = next(sequence)) {
      effects.add(PublishRouteEvent{owner.partition, sequence}, owner.partition.number,
                  static_cast<std::uint32_t>(sequence.value()));
    }
  }
  if (kind_of(operation) == OperationKind::rollback) {
    auto const replaced = state.operations.find(change.replaced_operation);
    if (replaced != state.operations.end() && accepts(replaced->second, StageEvent::replaced)) {
      effects.proceed(StepKind::mark_replaced, operation, change.moved_entry);
    }
  }
  auto const& declared = at_key(state.environments, operation.environment).declared;
  if (!change.draining) {
    effects.wake(TimerKind::drain_grace, operation, change.moved_entry,
                 *change.moved_at + declared.drain_grace);
  } else if (next_to_drain(state, operation)) {
    effects.proceed(StepKind::drain_next, operation, state.last_entry);
  }
  if (operation.stage != Stage::edge_propagating) return;
  if (change.gave_up) {
    if (edges_behind(state, owner.partition, change.sequence).empty()) {
      effects.proceed(StepKind::finish, operation, state.last_entry);
    }
    return;
  }
  effects.wake(TimerKind::soak, operation, change.moved_entry, *change.moved_at + soak);
  add_resync_effects(state, operation, owner.partition, effects);
}

}  // namespace

void react(State const& state, Operation const& operation, EffectList& effects) {
  switch (operation.stage) {
    case Stage::waiting: return add_waiting_effects(state, operation, effects);
    case Stage::requested:
      return effects.proceed(StepKind::check_policy, operation, operation.stage_entry);
    case Stage::policy_check: return add_policy_check_effects(state, operation, effects);
    case Stage::route_cas:
    case Stage::edge_propagating: return add_moved_effects(state, operation, effects);
    case Stage::running:
    case Stage::healthy:
    case Stage::rolled_back:
    case Stage::failed:
    case Stage::cancelled:
    // Of a wake alone.
    case Stage::placing:
    case Stage::starting:
    case Stage::readiness_wait:
    case Stage::hot:
    // Of a restore alone.
    case Stage::planned:
    case Stage::fenced:
    case Stage::restoring:
    case Stage::verified:
    case Stage::cut_over:
    case Stage::reconciled:
    case Stage::unfenced:
    case Stage::abandoned: return;
  }
}

}  // namespace studylab::control::promotions
