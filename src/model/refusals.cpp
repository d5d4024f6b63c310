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
     "A promotion was requested on an environment that is frozen."},
    {epoch_conflict, "epoch_conflict", not_yet, "BD4",
     "Another operation has moved the route owner since the command was planned."},
    {rollback_needs_promoted_artifact, "rollback_needs_promoted_artifact", forbidden, "BDN1",
     "A rollback must use the stored artifact of a release that this environment has run."},
    {edge_table_is_derived, "edge_table_is_derived", forbidden, "BDN2",
     "An edge's table is built only from signed snapshots and sequenced events."},
    {database_check_required, "database_check_required", forbidden, "BDN3",
     "The database check cannot be skipped."},
    {database_incompatible, "database_incompatible", forbidden, "BDN3",
     "The release does not fit the database, or the verdict is unknown."},
    {artifact_gone, "artifact_gone", not_yet, "BD4",
     "The artifact of that release is no longer in the store."},
    {unsafe_hold_is_bounded, "unsafe_hold_is_bounded", forbidden, "SWN1",
     "Unsafe requests may be held only within the environment's bounds."},
    {allocations_are_bounded, "allocations_are_bounded", forbidden, "SWN2",
     "The environment's declaration and the hosts' headroom limit the allocations."},
    {not_ready, "not_ready", forbidden, "SWN3",
     "Only a runner's readiness report makes an allocation routable."},
    {age_beyond_policy, "age_beyond_policy", forbidden, "RG1",
     "The gap policy cannot be looser than the one that the environment declares."},
    {snapshot_stale, "snapshot_stale", forbidden, "RG2",
     "The snapshot is older than what the edge has seen, or has expired."},
    {snapshot_forged, "snapshot_forged", forbidden, "RG2",
     "The snapshot's signature does not verify."},
    {snapshot_truncated, "snapshot_truncated", forbidden, "RG2",
     "The snapshot's table does not hash to its checksum."},
    {snapshot_other_partition, "snapshot_other_partition", forbidden, "RG2",
     "The snapshot belongs to another partition."},
    {snapshot_replayed, "snapshot_replayed", forbidden, "RG2",
     "The snapshot was issued before the last accepted one."},
    {sequence_gap, "sequence_gap", forbidden, "RGN1",
     "Events are applied in order from a baseline; none may be skipped."},
    {health_is_not_ownership, "health_is_not_ownership", forbidden, "RGN2",
     "Health shows where a release runs, not which release owns a key."},
    {gap_needs_baseline, "gap_needs_baseline", forbidden, "RGN3",
     "Only a new baseline clears a gap."},
    {route_is_not_data, "route_is_not_data", forbidden, "DRN1",
     "Moving a route does not change the data."},
    {preview_over_production, "preview_over_production", forbidden, "DRN2",
     "One environment's data must not overwrite another's."},
    {sessions_active, "sessions_active", forbidden, "HUN1",
     "Live sessions would end without being drained."},
    {drift_unrecorded, "drift_unrecorded", forbidden, "HUN3",
     "A host is changed through its declared image; any other change must be recorded first."},
    {rotation_without_cause, "rotation_without_cause", forbidden, "PON3",
     "A secret is rotated only if a fact shows that its credential is at fault."},
    {region_not_ready, "region_not_ready", forbidden, "PON2",
     "Sessions may move only to a region whose data and runtime are proven ready."},
    {not_affected, "not_affected", forbidden, "PO4",
     "Owner status can be published only for an affected environment."},
    {cause_is_provider, "cause_is_provider", forbidden, "PON1",
     "A provider causes the errors, so they must not be published as the app's."},
    {cause_is_credential, "cause_is_credential", not_yet, "PON1",
     "A binding's credential is rejected, so neither the app nor its provider is at fault."},
    {no_such_hold, "no_such_hold", not_yet, "OP3", "The hold to lift does not exist."},
    {operation_ended, "operation_ended", not_yet, "OP3", "The operation has ended."},
    {operation_running, "operation_running", not_yet, "OP3",
     "Another operation is changing the same thing; it must end first."},
    {repair_open, "repair_open", not_yet, "OP4", "A repair of this run has not ended."},
    {impact_missing, "impact_missing", not_yet, "OP4", "The impact has not been stated."},
    {evidence_missing, "evidence_missing", not_yet, "OP4",
     "The command needs references and has none."},
    {holds_open, "holds_open", not_yet, "OP4", "A hold has been neither lifted nor kept by name."},
    {snapshot_missing, "snapshot_missing", not_yet, "RG2",
     "The edge has not fetched a snapshot, or has not verified it."},
    {no_headroom, "no_headroom", not_yet, "HU2", "No host has a free slot."},
    {nothing_of_this_kind, "nothing_of_this_kind", not_yet, "OP1",
     "This platform does not have the kind of object that the verb acts on."},
    {no_such_thing, "no_such_thing", not_yet, "OP1", "The name does not exist on this platform."},
    {not_shown, "not_shown", not_yet, "OP4",
     "A reference must be to something that the operator has been shown."},
    {promotion_misfit, "promotion_misfit", not_yet, "BD1",
     "A forward fix needs an open incident on the environment."},
    {already_owner, "already_owner", not_yet, "BD2", "The release already owns the route."},
    {nothing_ready, "nothing_ready", not_yet, "OP1", "None of the named allocations is ready."},
    {already_applied, "already_applied", not_yet, "RGN1",
     "The verified snapshot contains that sequence already."},
    {never_sleeps, "never_sleeps", not_yet, "SW1",
     "The environment declares no sleep policy, so there is nothing to wake."},
    {awake, "awake", not_yet, "SW1", "The environment has a ready allocation."},
    {postchecks_missing, "postchecks_missing", not_yet, "HU6",
     "A host is uncordoned only after a postcheck that passed within the last five minutes."},
    {not_cordoned, "not_cordoned", not_yet, "HU6", "The host is not cordoned."},
    {below_quorum, "below_quorum", forbidden, "HUN2",
     "The drain would leave an environment with fewer ready allocations than its quorum."},
    {replacements_missing, "replacements_missing", not_yet, "HU3",
     "The host's allocations are still needed: their replacements are not ready."},
    {nothing_to_replace, "nothing_to_replace", not_yet, "HU3",
     "Each of the host's allocations has a replacement, or the host has none."},
    {deadline_below_policy, "deadline_below_policy", forbidden, "HU4",
     "The deadline is shorter than the minimum drain time that an environment declares."},
    {not_drained, "not_drained", not_yet, "HU5",
     "Allocations are still on the host; it is rebuilt only after a drain."},
    {no_such_drift, "no_such_drift", not_yet, "HUN3",
     "No check has found that path changed on the host."},
    {restore_needs_plan, "restore_needs_plan", not_yet, "DR1",
     "A restore runs only from a plan of this database, which states its data class, RPO and RTO."},
    {writers_not_fenced, "writers_not_fenced", not_yet, "DR2",
     "A restore under running writers would fork the data; their fence must be in force."},
    {target_unreachable, "target_unreachable", not_yet, "DR3",
     "Neither a backup of this environment nor its log reaches the target."},
    {restore_not_ready, "restore_not_ready", not_yet, "DR3",
     "The restored copy is not at the stage that the command needs."},
    {artifact_incompatible, "artifact_incompatible", forbidden, "DR4",
     "The release that owns the route does not fit the restored schema, or damages the data."},
    {events_unreconciled, "events_unreconciled", forbidden, "DRN3",
     "A consumer's events past the restore point are not settled."},
    {would_double, "would_double", forbidden, "DRN3",
     "The choice would repeat effects of events that cannot be repeated."},
    {would_lose, "would_lose", forbidden, "DRN3",
     "The choice would leave events without the effect that they must have."},
    {topology_unproven, "topology_unproven", forbidden, "PO5",
     "A proof that the region can take the database over is missing or too old."},
    {already_in_region, "already_in_region", not_yet, "PO5",
     "The database is in that region already."},
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
