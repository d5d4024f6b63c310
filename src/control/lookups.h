#pragma once

#include "control/control.h"

// Lookups in the state that several decisions share.
namespace studylab::control {

RouteOwner const* route_of(State const& state, EnvironmentName const& environment);
Environment const* environment_of(State const& state, EnvironmentName const& environment);
Database const* database_of(State const& state, EnvironmentName const& environment);
Manifest const& manifest_of(State const& state, ReleaseId release);
Artifact const& artifact_of(State const& state, ReleaseId release);

inline bool changes_owner(OperationKind kind) {
  return kind == OperationKind::promotion || kind == OperationKind::rollback;
}
// A promotion that a freeze holds back: every one but a forward fix.
inline bool held_by_freeze(Operation const& operation) {
  return operation.kind == OperationKind::promotion && operation.forward_fix == ForwardFix::no;
}
// Whether a freeze holds it back now.
bool held(State const& state, Operation const& operation);
// Another operation that has begun to change this environment's owner and has not moved it yet;
// nullptr if there is none.
Operation const* conflicting_operation(State const& state, EnvironmentName const& environment,
                                       OperationId except);

// Whether the release owned the environment's route before, or owns it now.
bool has_served(State const& state, EnvironmentName const& environment, ReleaseId release);

// The release's migration, if it has not been applied to the database yet.
std::optional<Migration> pending_migration(State const& state, Operation const& operation);
// The database verdict for a release, at the current schema or at the schema that the release's own
// migration would produce.
DatabaseCheck check_release(State const& state, EnvironmentName const& environment,
                            ReleaseId release, OperationKind kind);
// The kind of operation whose database verdict applies: a forward fix, like a rollback, runs no
// migration and takes the database as it is.
inline OperationKind verdict_kind(OperationKind kind, ForwardFix forward_fix) {
  return forward_fix == ForwardFix::yes ? OperationKind::rollback : kind;
}

std::uint32_t free_slots(State const& state, HostId host);
HostId host_with_most_free_slots(State const& state);  // none: no slot is free
// Allocations of a release that are ready or becoming ready.
std::uint32_t live_allocations(State const& state, EnvironmentName const& environment,
                               ReleaseId release);
std::uint32_t ready_allocations(State const& state, EnvironmentName const& environment,
                                ReleaseId release);
// A replaced allocation that still runs; none if there is nothing left to drain.
AllocationId next_to_drain(State const& state, Operation const& operation);
// A failed allocation of the operation's present attempt; nullptr if there is none.
Allocation const* failed_allocation(State const& state, Operation const& operation);

bool acknowledged(Edge const& edge, PartitionId partition, RouteSequence sequence);
std::vector<EdgeId> edges_behind(State const& state, PartitionId partition, RouteSequence sequence);
// No gap, and every partition at the ledger's last sequence, according to the edge's reports.
bool has_caught_up(State const& state, Edge const& edge);

// How long a new owner serves before its operation may become healthy.
inline constexpr Duration soak = std::chrono::seconds{20};
// How often the control plane asks a lagging edge to pull again before it gives up.
inline constexpr std::uint32_t max_resync_requests = 3;
// The one control plane of this platform, as `snapshot EDGE --from` names it.
inline constexpr std::string_view control_name = "control-1";

}  // namespace studylab::control
