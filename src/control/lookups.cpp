#include "control/lookups.h"

#include <algorithm>

#include "base/planted.h"

namespace studylab::control {
namespace {

// Allocations of a release from a given stage up to readiness.
std::uint32_t count_allocations(State const& state, EnvironmentName const& environment,
                                ReleaseId release, AllocationStage from) {
  auto const live = state.live_allocations.find({environment, release});
  if (live == state.live_allocations.end()) return 0;
  return static_cast<std::uint32_t>(std::ranges::count_if(live->second, [&](AllocationId id) {
    auto const stage = at_key(state.allocations, id).stage;
    return stage >= from && stage <= AllocationStage::ready;
  }));
}

}  // namespace

Environment const* environment_of(State const& state, EnvironmentName const& environment) {
  auto const found = state.environments.find(environment);
  return found == state.environments.end() ? nullptr : &found->second;
}

RouteOwner const* route_of(State const& state, EnvironmentName const& environment) {
  auto const* declared = environment_of(state, environment);
  if (declared == nullptr) return nullptr;
  auto const found = state.routes.find(declared->declared.route);
  return found == state.routes.end() ? nullptr : &found->second;
}

Database const* database_of(State const& state, EnvironmentName const& environment) {
  auto const* declared = environment_of(state, environment);
  if (declared == nullptr) return nullptr;
  auto const found = state.databases.find(declared->declared.database);
  return found == state.databases.end() ? nullptr : &found->second;
}

Artifact const& artifact_of(State const& state, ReleaseId release) {
  return at_key(state.artifacts, at_key(state.releases, release).registered.digest);
}

Manifest const& manifest_of(State const& state, ReleaseId release) {
  return artifact_of(state, release).stored.manifest;
}

bool held(State const& state, Operation const& operation) {
  return held_by_freeze(operation) && !planted(Guard::bd1) &&
         frozen(at_key(state.environments, operation.environment));
}

Operation const* conflicting_operation(State const& state, EnvironmentName const& environment,
                                       OperationId except) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    if (id == except || operation.environment != environment) continue;
    if (!changes_owner(operation.kind)) continue;
    if (operation.stage == Stage::requested || operation.stage == Stage::policy_check) {
      return &operation;
    }
  }
  return nullptr;
}

bool has_served(State const& state, EnvironmentName const& environment, ReleaseId release) {
  auto const found = state.releases.find(release);
  if (found == state.releases.end() || found->second.registered.environment != environment) {
    return false;
  }
  auto const* owner = route_of(state, environment);
  return !found->second.served.empty() || (owner != nullptr && owner->release == release);
}

std::optional<Migration> pending_migration(State const& state, Operation const& operation) {
  if (operation.kind != OperationKind::promotion) return std::nullopt;
  auto const& migration = manifest_of(state, operation.release).migration;
  auto const* database = database_of(state, operation.environment);
  if (!migration || database == nullptr || database->schema >= migration->to) return std::nullopt;
  return migration;
}

DatabaseCheck check_release(State const& state, EnvironmentName const& environment,
                            ReleaseId release, OperationKind kind) {
  auto const& manifest = manifest_of(state, release);
  auto const* database = database_of(state, environment);
  if (database == nullptr) return DatabaseCheck{};
  auto schema = database->schema;
  // Only a promotion runs the release's own migration; a rollback takes the database as it is.
  if (kind == OperationKind::promotion && manifest.migration && manifest.migration->to > schema &&
      manifest.migration->from == schema) {
    schema = manifest.migration->to;
  }
  return check_database(manifest, *database, schema);
}

std::uint32_t free_slots(State const& state, HostId id) {
  auto const slots = at_key(state.hosts, id).registered.slots;
  auto const used = state.used_slots.find(id);
  return used == state.used_slots.end() ? slots : slots - std::min(slots, used->second);
}

HostId host_with_most_free_slots(State const& state) {
  HostId best;
  std::uint32_t best_free = 0;
  for (auto const& [id, host] : state.hosts) {
    auto const free = free_slots(state, id);
    if (free > best_free) {
      best = id;
      best_free = free;
    }
  }
  return best;
}

std::uint32_t live_allocations(State const& state, EnvironmentName const& environment,
                               ReleaseId release) {
  return count_allocations(state, environment, release, AllocationStage::planned);
}

std::uint32_t ready_allocations(State const& state, EnvironmentName const& environment,
                                ReleaseId release) {
  return count_allocations(state, environment, release, AllocationStage::ready);
}

AllocationId next_to_drain(State const& state, Operation const& operation) {
  auto const* owner = route_of(state, operation.environment);
  if (owner == nullptr) return AllocationId{};
  // An operation that has not moved the owner yet may need the allocations of its release.
  auto const* coming = conflicting_operation(state, operation.environment, operation.id);
  AllocationId first;
  auto const& live = state.live_allocations;
  for (auto at = live.lower_bound({operation.environment, ReleaseId{}}); at != live.end(); ++at) {
    auto const& [environment, release] = at->first;
    if (environment != operation.environment) break;
    if (release == owner->release || (coming != nullptr && coming->release == release)) continue;
    for (auto const id : at->second) {
      if (at_key(state.allocations, id).stage > AllocationStage::ready) continue;
      if (!first || id < first) first = id;
      break;
    }
  }
  return first;
}

Allocation const* failed_allocation(State const& state, Operation const& operation) {
  for (auto const id : operation.placed) {
    auto const& allocation = at_key(state.allocations, id);
    if (allocation.attempt == operation.attempt && allocation.stage == AllocationStage::failed) {
      return &allocation;
    }
  }
  return nullptr;
}

bool acknowledged(Edge const& edge, PartitionId partition, RouteSequence sequence) {
  for (auto const& applied : edge.applied) {
    if (applied.partition == partition) return applied.sequence >= sequence;
  }
  return false;
}

std::vector<EdgeId> edges_behind(State const& state, PartitionId partition,
                                 RouteSequence sequence) {
  std::vector<EdgeId> behind;
  for (auto const& [id, edge] : state.edges) {
    if (!acknowledged(edge, partition, sequence)) behind.push_back(id);
  }
  return behind;
}

bool has_caught_up(State const& state, Edge const& edge) {
  if (!edge.gaps.empty()) return false;
  for (auto const& [id, partition] : state.partitions) {
    if (!acknowledged(edge, id, partition.last)) return false;
  }
  return true;
}

std::vector<PartitionId> partitions_to_repair(State const& state, EdgeId id) {
  auto const& edge = at_key(state.edges, id);
  std::vector<PartitionId> partitions;
  for (auto const& [partition_id, partition] : state.partitions) {
    bool const behind = !acknowledged(edge, partition_id, partition.last);
    if (behind || edge.gaps.contains(partition_id)) partitions.push_back(partition_id);
  }
  if (!partitions.empty()) return partitions;
  if (state.incident) {
    return {at_key(state.routes, route_of(state.incident->opened)).partition};
  }
  if (!state.partitions.empty()) partitions.push_back(state.partitions.begin()->first);
  return partitions;
}

}  // namespace studylab::control
