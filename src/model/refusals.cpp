#include "model/refusals.h"

#include <array>

#include "base/check.h"

namespace studylab {
namespace {

using enum RefusalCode;
constexpr auto forbidden = RefusalKind::forbidden;
constexpr auto not_yet = RefusalKind::not_yet;

constexpr std::array<RefusalRow, enum_size<RefusalCode>> rows{{
    {environment_frozen, "environment_frozen", forbidden, "BD1",
     "A promotion was asked for on an environment that is frozen."},
    {epoch_conflict, "epoch_conflict", not_yet, "BD4",
     "The key's epoch moved on since the command was planned: another operation won."},
    {rollback_needs_promoted_artifact, "rollback_needs_promoted_artifact", forbidden, "BDN1",
     "A rollback goes to a release that this environment has run, from its stored artifact."},
    {edge_table_is_derived, "edge_table_is_derived", forbidden, "BDN2",
     "An edge's table comes from signed snapshots and sequenced events only."},
    {database_check_required, "database_check_required", forbidden, "BDN3",
     "No option drops the database verdict."},
    {database_incompatible, "database_incompatible", forbidden, "BDN3",
     "The release does not fit the database, or the verdict is unknown."},
    {artifact_gone, "artifact_gone", forbidden, "BD4",
     "The artifact of that release is no longer in the store."},
    {unsafe_hold_is_bounded, "unsafe_hold_is_bounded", forbidden, "SWN1",
     "Unsafe requests wait within the environment's bounds or not at all."},
    {allocations_are_bounded, "allocations_are_bounded", forbidden, "SWN2",
     "Allocations are bounded by the environment's declaration and the hosts' headroom."},
    {not_ready, "not_ready", forbidden, "SWN3",
     "Only a runner's readiness report makes an allocation routable."},
    {age_beyond_policy, "age_beyond_policy", forbidden, "RG1",
     "The gap policy may be tightened, never loosened past the environment's declared age."},
    {snapshot_stale, "snapshot_stale", forbidden, "RG2",
     "The snapshot is older than what the edge has seen."},
    {snapshot_forged, "snapshot_forged", forbidden, "RG2",
     "The snapshot's signature does not verify."},
    {snapshot_truncated, "snapshot_truncated", forbidden, "RG2",
     "The snapshot's table does not hash to its checksum."},
    {snapshot_other_partition, "snapshot_other_partition", forbidden, "RG2",
     "The snapshot is of another partition."},
    {snapshot_replayed, "snapshot_replayed", forbidden, "RG2",
     "The snapshot was issued before the last accepted one, or has expired."},
    {sequence_gap, "sequence_gap", forbidden, "RGN1",
     "Events apply one after the other from a baseline; none may be left out."},
    {health_is_not_ownership, "health_is_not_ownership", forbidden, "RGN2",
     "Health says where a release runs, never which release owns a key."},
    {gap_needs_baseline, "gap_needs_baseline", forbidden, "RGN3",
     "A gap is cleared by a new baseline only."},
    {route_is_not_data, "route_is_not_data", forbidden, "DRN1",
     "Moving a route leaves the data as it is."},
    {preview_over_production, "preview_over_production", forbidden, "DRN2",
     "One environment's data is never put over another's."},
    {sessions_active, "sessions_active", forbidden, "HUN1",
     "Live sessions would end without their drain."},
    {drift_unrecorded, "drift_unrecorded", forbidden, "HUN3",
     "A host is changed through its declared image, or the change is recorded first."},
    {rotation_without_cause, "rotation_without_cause", forbidden, "PON3",
     "A secret is rotated when a fact says that this credential is at fault."},
    {region_not_ready, "region_not_ready", forbidden, "PON2",
     "Sessions go only where data and runtime are proven ready."},
    {not_affected, "not_affected", forbidden, "PO4",
     "Owner status is for environments that are affected."},
    {cause_is_provider, "cause_is_provider", forbidden, "PON1",
     "The errors are a provider's and are not published as the app's."},
    {no_such_hold, "no_such_hold", not_yet, "OP3", "The hold to lift does not exist."},
    {operation_ended, "operation_ended", not_yet, "OP3", "The operation has ended."},
    {operation_running, "operation_running", not_yet, "OP3",
     "Another operation moves the same thing; it has to end first."},
    {repair_open, "repair_open", not_yet, "OP4", "A repair of this run has not ended."},
    {impact_missing, "impact_missing", not_yet, "DR5", "The impact has not been stated."},
    {evidence_missing, "evidence_missing", not_yet, "OP4",
     "The command needs references, and has none."},
    {holds_open, "holds_open", not_yet, "OP4", "A hold is neither lifted nor kept by name."},
    {snapshot_missing, "snapshot_missing", not_yet, "RG2",
     "The edge has fetched no snapshot, or has not verified it."},
    {no_headroom, "no_headroom", not_yet, "HU2", "No host has a free slot."},
    {nothing_of_this_kind, "nothing_of_this_kind", not_yet, "OP1",
     "This platform has nothing of the kind that the verb is for."},
    {no_such_thing, "no_such_thing", not_yet, "OP1", "No such name on this platform."},
    {not_shown, "not_shown", not_yet, "OP4",
     "Only what the operator was shown before can be referred to."},
    {promotion_misfit, "promotion_misfit", not_yet, "BD1",
     "A forward fix needs an open incident on the environment."},
    {already_owner, "already_owner", not_yet, "BD2", "The release owns the route already."},
    {nothing_ready, "nothing_ready", not_yet, "OP1", "None of the named allocations is ready."},
}};

}  // namespace

std::optional<RefusalCode> refusal_of(SnapshotVerdict verdict) {
  switch (verdict) {
    case SnapshotVerdict::unverified: return snapshot_missing;
    case SnapshotVerdict::good: return std::nullopt;
    case SnapshotVerdict::stale: return snapshot_stale;
    case SnapshotVerdict::forged: return snapshot_forged;
    case SnapshotVerdict::truncated: return snapshot_truncated;
    case SnapshotVerdict::other_partition: return snapshot_other_partition;
    case SnapshotVerdict::replayed: return snapshot_replayed;
  }
  return snapshot_missing;
}

std::span<RefusalRow const> refusal_rows() { return rows; }

RefusalRow const& row_of(RefusalCode code) {
  auto const& row = rows[static_cast<std::size_t>(code)];
  STUDYLAB_CHECK(row.code == code);
  return row;
}

}  // namespace studylab
