#include "control/allocations/stages.h"
#include "control/databases/databases.h"
#include "control/promotions/promotions.h"
#include "control/releases/releases.h"
#include "control/routes/routes.h"

namespace studylab::control {

Operation const* conflicting_operation(State const& state, EnvironmentName const& environment,
                                       OperationId except) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    if (operation.stage != Stage::requested && operation.stage != Stage::policy_check) continue;
    if (id == except || operation.environment != environment) continue;
    if (changes_owner(operation)) return &operation;
  }
  return nullptr;
}

std::optional<Migration> pending_migration(State const& state, Operation const& operation) {
  if (kind_of(operation) != OperationKind::promotion) return std::nullopt;
  auto const& migration = manifest_of(state, release_of(operation)).migration;
  auto const* database = database_of(state, operation.environment);
  if (!migration || database == nullptr || database->schema >= migration->to) return std::nullopt;
  return migration;
}

AllocationId next_to_drain(State const& state, Operation const& operation) {
  auto const* owner = route_of(state, operation.environment);
  if (owner == nullptr) return AllocationId{};
  // An operation that has not moved the owner yet may need the allocations of its release.
  auto const is_coming = [&](ReleaseId release) {
    auto const* coming = conflicting_operation(state, operation.environment, operation.id);
    return coming != nullptr && release_of(*coming) == release;
  };
  AllocationId first;
  auto const& live = state.live_allocations;
  for (auto at = live.lower_bound({operation.environment, ReleaseId{}}); at != live.end(); ++at) {
    auto const& [environment, release] = at->first;
    if (environment != operation.environment) break;
    if (release == owner->release || is_coming(release)) continue;
    for (auto const id : at->second) {
      if (!accepts(at_key(state.allocations, id), AllocationEvent::drained)) continue;
      if (!first || id < first) first = id;
      break;
    }
  }
  return first;
}

Allocation const* failed_allocation(State const& state, Operation const& operation) {
  for (auto const id : owner_change(operation).placed) {
    auto const& allocation = at_key(state.allocations, id);
    if (allocation.attempt == operation.attempt && allocation.stage == AllocationStage::failed) {
      return &allocation;
    }
  }
  return nullptr;
}

OperationKind verdict_kind(Operation const& operation) {
  auto const* promotion = std::get_if<kinds::Promotion>(&operation.as);
  return verdict_kind(kind_of(operation),
                      promotion != nullptr ? promotion->forward_fix : ForwardFix::no);
}

bool waits_on(State const& state, Operation const& operation) {
  auto const check =
      check_release(state, operation.environment, release_of(operation), verdict_kind(operation));
  if (check.verdict != DatabaseVerdict::compatible) return true;
  return state.incident && environment_of(state.incident->opened) == operation.environment &&
         is_to_blame(state, *state.incident, release_of(operation));
}

}  // namespace studylab::control
