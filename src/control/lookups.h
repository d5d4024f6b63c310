#pragma once

#include "control/control.h"

// Questions that several deciders ask of the state. Pure, and without an opinion about what
// follows.
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
// Another operation that has begun to change this environment's owner and has not moved it yet.
Operation const* conflicting_operation(State const& state, EnvironmentName const& environment,
                                       OperationId except);

// Whether the environment has run this release: it owned the route before, or owns it now.
bool has_served(State const& state, EnvironmentName const& environment, ReleaseId release);

// The migration that the release brings and the database has not had yet.
std::optional<Migration> pending_migration(State const& state, Operation const& operation);
// The database verdict for a release, at the schema as it stands or as the release's own migration
// would leave it.
DatabaseCheck check_release(State const& state, EnvironmentName const& environment,
                            ReleaseId release, OperationKind kind);
// As which kind an operation's database verdict is taken: a forward fix, like a rollback, takes the
// database as it stands.
inline OperationKind verdict_kind(OperationKind kind, ForwardFix forward_fix) {
  return forward_fix == ForwardFix::yes ? OperationKind::rollback : kind;
}

std::uint32_t free_slots(State const& state, HostId host);
HostId host_with_most_free_slots(State const& state);  // none where no slot is free
// Allocations of a release that are ready or on their way there.
std::uint32_t live_allocations(State const& state, EnvironmentName const& environment,
                               ReleaseId release);
std::uint32_t ready_allocations(State const& state, EnvironmentName const& environment,
                                ReleaseId release);
// What the operation replaced and still runs; none where there is nothing more to drain.
AllocationId next_to_drain(State const& state, Operation const& operation);
// An allocation of this attempt of the operation that failed.
Allocation const* failed_allocation(State const& state, Operation const& operation);

bool acknowledged(Edge const& edge, PartitionId partition, RouteSequence sequence);
std::vector<EdgeId> edges_behind(State const& state, PartitionId partition, RouteSequence sequence);
// No gap, and every partition at the ledger's last sequence, as far as the edge has said.
bool has_caught_up(State const& state, Edge const& edge);

// How long a new owner stands before its operation may be called healthy.
inline constexpr Duration soak = std::chrono::seconds{20};
// How often the control plane asks an edge that is behind to pull again, before it gives up.
inline constexpr std::uint32_t max_resync_requests = 3;
// The one control plane of this platform, as `snapshot EDGE --from` names it.
inline constexpr std::string_view control_name = "control-1";

}  // namespace studylab::control
