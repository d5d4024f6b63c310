#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/operator_facts.h"

namespace studylab {

// The reasons to refuse a command. Each has one kind and one rule of the runbooks.
enum class RefusalCode : std::uint8_t {
  environment_frozen,
  epoch_conflict,
  rollback_needs_promoted_artifact,
  edge_table_is_derived,
  database_check_required,
  database_incompatible,
  artifact_gone,
  unsafe_hold_is_bounded,
  allocations_are_bounded,
  not_ready,
  age_beyond_policy,
  snapshot_stale,
  snapshot_forged,
  snapshot_truncated,
  snapshot_other_partition,
  snapshot_replayed,
  sequence_gap,
  health_is_not_ownership,
  gap_needs_baseline,
  route_is_not_data,
  preview_over_production,
  sessions_active,
  drift_unrecorded,
  rotation_without_cause,
  region_not_ready,
  not_affected,
  cause_is_provider,
  cause_is_credential,
  no_such_hold,
  operation_ended,
  operation_running,
  repair_open,
  impact_missing,
  evidence_missing,
  holds_open,
  snapshot_missing,
  no_headroom,
  nothing_of_this_kind,
  no_such_thing,
  not_shown,
  promotion_misfit,
  already_owner,
  nothing_ready,
  already_applied,
  never_sleeps,
  awake,
  postchecks_missing,
  not_cordoned,
  below_quorum,
  replacements_missing,
  nothing_to_replace,
  deadline_below_policy,
  not_drained,
  no_such_drift,
  restore_needs_plan,
  writers_not_fenced,
  target_unreachable,
  restore_not_ready,
  artifact_incompatible,
  events_unreconciled,
  would_double,
  would_lose,
  topology_unproven,
  already_in_region,
};

// Why a snapshot cannot be a baseline; none for a good one.
std::optional<RefusalCode> refusal_of(SnapshotVerdict verdict);

struct RefusalRow {
  RefusalCode code;
  std::string_view text;  // as printed
  RefusalKind kind;
  std::string_view rule;
  std::string_view meaning;  // one sentence for docs/refusals.md
};

std::span<RefusalRow const> refusal_rows();
RefusalRow const& row_of(RefusalCode code);
inline std::string_view to_text(RefusalCode code) { return row_of(code).text; }

// `why` is the obstacle, `right` what to do instead, such as the verb that supplies a missing fact.
struct Refusal {
  RefusalCode code = RefusalCode::no_such_thing;
  std::string why;
  std::string right;
};

}  // namespace studylab
