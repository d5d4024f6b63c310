// Steps that are due in the current state: the stages of a promotion or rollback, one fact at a
// time.
#include <fmt/format.h>

#include "base/planted.h"
#include "control/allocations/allocations.h"
#include "control/databases/databases.h"
#include "control/decision.h"
#include "control/edges/edges.h"
#include "control/environments/environments.h"
#include "control/hosts/hosts.h"
#include "control/operations/operations.h"
#include "control/promotions/promotions.h"
#include "control/releases/releases.h"
#include "control/routes/routes.h"

namespace studylab::control::promotions {
namespace {

using operations::reach;

Decision start(State const& state, Operation const& operation, Instant now) {
  if (!accepts(operation, StageEvent::started)) return no_facts();
  auto const& promotion = std::get<kinds::Promotion>(operation.as);
  if (!promotion.due || promotion.kept_waiting) return no_facts();
  if (!why_held(state, operation, now).empty()) return no_facts();
  if (conflicting_operation(state, operation.environment, operation.id)) return no_facts();
  return reach(operation, StageEvent::started, "it is no longer held back");
}

Decision start_scheduled(State const& state, Operation const& operation, Instant now) {
  if (!accepts(operation, StageEvent::started)) return no_facts();
  auto const& promotion = std::get<kinds::Promotion>(operation.as);
  if (promotion.due) return no_facts();
  if (auto why = why_held(state, operation, now); !why.empty()) {
    return reach(operation, StageEvent::held, std::move(why));
  }
  if (promotion.kept_waiting) {
    return reach(operation, StageEvent::held, "left waiting when the freeze was lifted");
  }
  if (auto const* busy = conflicting_operation(state, operation.environment, operation.id)) {
    return reach(operation, StageEvent::held, fmt::format("{} must end first", to_text(busy->id)));
  }
  return reach(operation, StageEvent::started, "its scheduled time has come");
}

Decision check_policy(State const& state, Operation const& operation, Instant now) {
  if (!accepts(operation, StageEvent::checked)) return no_facts();
  if (auto why = why_held(state, operation, now); !why.empty()) {
    return reach(operation, StageEvent::held, std::move(why));
  }
  auto const release = release_of(operation);
  auto const database =
      check_release(state, operation.environment, release, verdict_kind(operation));
  auto const sessions = check_sessions(state, operation.environment, release);
  return single(PolicyChecked{operation.id, database.verdict, database.breaking, sessions.impact,
                              sessions.fresh});
}

Decision place(State const& state, Operation const& operation) {
  if (!accepts(operation, StageEvent::moved)) return no_facts();
  auto const release = release_of(operation);
  auto const& declared = at_key(state.environments, operation.environment).declared;
  if (live_allocations(state, operation.environment, release) >= declared.replicas) {
    return no_facts();
  }
  auto const host = next_host(state);
  if (!host) return reach(operation, StageEvent::failed, "no host has a free slot");
  return single(AllocationPlanned{next_id(state.allocations), operation.environment, release,
                                  artifact_of(state, release).stored.digest, host, operation.id,
                                  operation.attempt});
}

// The compare-and-swap: the operation replaces only the owner of the epoch that it expects.
Decision move_owner(State const& state, Operation const& operation, Instant now) {
  if (!accepts(operation, StageEvent::moved)) return no_facts();
  if (auto why = why_held(state, operation, now); !why.empty()) {
    return reach(operation, StageEvent::held, std::move(why));
  }
  auto const& owner = *route_of(state, operation.environment);
  auto const expected = owner_change(operation).expected_epoch;
  if (owner.epoch != expected && !planted(Guard::bd4)) {
    return reach(operation, StageEvent::failed,
                 fmt::format("epoch_conflict: {} is at epoch {}, not {}", owner.route.value(),
                             owner.epoch.value(), expected.value()));
  }
  auto const epoch = planted(Guard::bd4) ? next(expected) : next(owner.epoch);
  return single(RouteOwnerMoved{owner.route, operation.environment, owner.partition,
                                next(at_key(state.partitions, owner.partition).last), owner.release,
                                release_of(operation), epoch, operation.id});
}

Decision mark_replaced(State const& state, Operation const& rollback) {
  auto const found = state.operations.find(owner_change(rollback).replaced_operation);
  if (found == state.operations.end()) return no_facts();
  return reach(found->second, StageEvent::replaced,
               fmt::format("{} moved the owner back", to_text(rollback.id)));
}

Decision drain_next(State const& state, Operation const& operation, Instant now) {
  auto const allocation = next_to_drain(state, operation);
  if (!allocation) return no_facts();
  // Requests in flight end well within this. The edges have stopped sending new ones by then.
  constexpr Duration drain_time = std::chrono::seconds{2};
  return single(AllocationDraining{allocation, operation.id, now + drain_time});
}

Decision finish(State const& state, Operation const& operation) {
  auto const partition = route_of(state, operation.environment)->partition;
  if (!edges_behind(state, partition, owner_change(operation).sequence).empty()) return no_facts();
  return reach(operation, StageEvent::finished, "every edge has acknowledged the route event");
}

Decision fail(State const& state, Operation const& operation) {
  auto const& policy = owner_change(operation).policy;
  if (policy && policy->database != DatabaseVerdict::compatible) {
    return reach(operation, StageEvent::failed,
                 fmt::format("database verdict {}", to_text(policy->database)));
  }
  auto const* allocation = failed_allocation(state, operation);
  if (allocation == nullptr || allocation->stage != AllocationStage::failed) return no_facts();
  return reach(operation, StageEvent::failed,
               fmt::format("{} failed at {}: {}", to_text(allocation->id),
                           to_text(allocation->failed_at), allocation->reason));
}

Decision soak_over(State const& state, Operation const& operation) {
  auto const& change = owner_change(operation);
  if (!accepts(operation, StageEvent::finished) || change.gave_up) return no_facts();
  auto const partition = route_of(state, operation.environment)->partition;
  auto const behind = edges_behind(state, partition, change.sequence);
  if (behind.empty()) return finish(state, operation);
  std::vector<Fact> facts;
  for (auto const edge : behind) {
    facts.push_back(make_fact(
        AutoRepairGaveUp{edge, partition, operation.id, max_resync_requests,
                         fmt::format("{} does not acknowledge sequence {} of {}", to_text(edge),
                                     change.sequence.value(), to_text(partition))}));
  }
  return facts;
}

}  // namespace

Decision proceed(State const& state, Operation const& operation, StepKind step, Instant now) {
  switch (step) {
    case StepKind::open_incident:
    case StepKind::begin:
    case StepKind::end_attempt: break;
    case StepKind::start: return start(state, operation, now);
    case StepKind::check_policy: return check_policy(state, operation, now);
    case StepKind::place: return place(state, operation);
    case StepKind::move_owner: return move_owner(state, operation, now);
    case StepKind::mark_replaced: return mark_replaced(state, operation);
    case StepKind::drain_next: return drain_next(state, operation, now);
    case StepKind::finish: return finish(state, operation);
    case StepKind::fail: return fail(state, operation);
  }
  return no_facts();
}

Decision elapsed(State const& state, Operation const& operation, TimerKind timer, Instant now) {
  switch (timer) {
    case TimerKind::start_scheduled: return start_scheduled(state, operation, now);
    case TimerKind::drain_grace:
      return owner_change(operation).draining ? no_facts() : drain_next(state, operation, now);
    case TimerKind::soak: return soak_over(state, operation);
    case TimerKind::next_attempt:
    case TimerKind::wake_budget: return no_facts();
  }
  return no_facts();
}

Decision decide(State const& state, Published const& published) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    if (!accepts(operation, StageEvent::published)) continue;
    if (owner_change(operation).sequence > published.sequence) continue;
    if (route_of(state, operation.environment)->partition != published.partition) continue;
    return reach(operation, StageEvent::published, "");
  }
  return no_facts();
}

}  // namespace studylab::control::promotions
