#pragma once

#include "lab/console/queries/table.h"

// Routes and edges.
namespace studylab::console::table {

inline constexpr Field route_row[] = {
    {"route", "the route"},
    {"environment", "the environment that it belongs to"},
    {"release", "the route owner"},
    {"epoch", "the route's epoch"},
    {"partition", "its partition of the route log"},
    {"sequence", "the sequence of its latest event in that partition"},
    {"since", "when the release became the route owner"},
    {"operation", "the operation that made it the route owner"}};
inline constexpr Field routes[] = {{"routes", "every route", route_row, rows}};
inline constexpr Field edge_view[] = {
    {"edge", "the edge"},
    {"answered",
     "whether the edge answered this query; if not, the values are from its last answer"},
    {"age", "the age of that answer; null: the edge has never answered"},
    {"release", "the route owner in its table"},
    {"epoch", "the route's epoch in its table"},
    {"applied", "the last sequence that it has applied"},
    {"applied_at", "when it applied that"},
    {"behind", "whether it has yet to apply the route's latest event"},
    {"gap", "the cause of the gap; none: the edge is not in a gap"}};
inline constexpr Field route[] = {
    {"route", "the route according to the ledger", route_row, row},
    {"edges", "with --edges: the route according to each edge", edge_view, rows}};
inline constexpr Field partition_view[] = {
    {"partition", "the partition"},
    {"baseline", "the baseline's epoch"},
    {"baseline_sequence", "the baseline's sequence"},
    {"applied", "the last sequence that the edge has applied"},
    {"applied_at", "when it applied that"},
    {"computed", "the checksum of the table as it is"},
    {"expected", "the checksum that the last event or snapshot states"},
    {"gap", "the cause of the gap; none: the edge is not in a gap"}};
inline constexpr Field view[] = {
    {"answered",
     "whether the edge answered this query; if not, the values are from its last answer"},
    {"age", "the age of that answer; null: the edge has never answered"},
    {"partitions", "its copy of the route log, by partition", partition_view, rows}};
inline constexpr Field edge_brief[] = {{"id", "the edge's name"},
                                       {"started", "when it last started"},
                                       {"boot", "how often it has started"},
                                       {"view", "the edge's own view", view, row}};
inline constexpr Field edge_row[] = {{"id", "the edge's name"},
                                     {"started", "when it last started"},
                                     {"boot", "how often it has started"}};
inline constexpr Field ledger[] = {{"partition", "the partition"},
                                   {"baseline", "the epoch of the partition's stream"},
                                   {"sequence", "the sequence of its latest event in the ledger"}};
inline constexpr Field edges[] = {{"edges", "every edge", edge_brief, rows},
                                  {"ledger", "the latest event of each partition", ledger, rows}};
inline constexpr Field edge_owner[] = {{"route", "the route"},
                                       {"release", "its owner in that table"},
                                       {"epoch", "the route's epoch in that table"}};
inline constexpr Field acknowledged[] = {{"partition", "the partition"},
                                         {"sequence", "the acknowledged sequence"},
                                         {"age", "the age of the report"}};
inline constexpr Field affected_route[] = {
    {"route", "the route"},
    {"mode", "fail-closed or last-verified"},
    {"max_age", "the maximum age of the last verified route owner"}};
inline constexpr Field gap[] = {
    {"partition", "the partition"},
    {"cause", "missing_event, checksum, other_baseline or no_baseline"},
    {"applied", "the last sequence that the edge applied"},
    {"seen", "the sequence at which the edge noticed the gap"},
    {"since", "when the gap was first noticed"},
    {"refused", "requests answered with 503 because of it so far"},
    {"routes", "its partition's routes, and their gap policies", affected_route, rows}};
inline constexpr Field gap_record[] = {
    {"partition", "the partition"},
    {"cause", "why the gap began"},
    {"from", "when it was first noticed"},
    {"until", "when a new baseline ended it"},
    {"refused", "requests answered with 503 because of it"},
    {"routes", "its partition's routes, and their gap policies", affected_route, rows}};
inline constexpr Field resumed[] = {
    {"partition", "the partition"},
    {"baseline", "the epoch of the new baseline"},
    {"sequence", "the new baseline's sequence"},
    {"delivered", "the sequence that the edge then read back from its consumer"},
    {"cleared", "the cause of the gap that the baseline cleared; none: no gap was open"},
    {"at", "when the edge resumed"},
    {"operation", "the operation that did this; null: the operator's `resume`"}};
inline constexpr Field edge_policy[] = {
    {"environment", "the environment"},
    {"mode", "fail-closed or last-verified"},
    {"max_age", "the maximum age of the last verified route owner"}};
inline constexpr Field edge[] = {
    {"edge", "the edge process", edge_row, row},
    {"view", "the edge's own view", view, row},
    {"owners", "the route owners in its table", edge_owner, rows},
    {"acknowledged", "what its latest report acknowledged", acknowledged, rows},
    {"ledger", "the latest event of each partition", ledger, rows},
    {"gaps", "open gaps", gap, rows},
    {"records", "its latest gap in each partition, once it has ended", gap_record, rows},
    {"resumed", "its latest new baseline in this run", resumed, row},
    {"policies", "gap policies in force", edge_policy, rows}};
inline constexpr Field verified[] = {{"verdict",
                                      "unverified, good, or snapshot_ followed by stale, forged, "
                                      "truncated, other_partition or replayed"}};
inline constexpr Field snapshot_row[] = {
    {"partition", "the partition"},
    {"baseline", "the epoch of the snapshot's stream"},
    {"sequence", "the sequence at which it was taken"},
    {"checksum", "the checksum of its table"},
    {"key", "the key that signed it"},
    {"issued_at", "when it was issued"},
    {"source", "the control plane that issued it"},
    {"operation", "the operation that fetched it; null: the operator's `snapshot`"},
    {"verified", "what the edge found when it verified the snapshot", verified, row}};
inline constexpr Field fetch_source[] = {{"name", "the name after `--from`"},
                                         {"key", "the key that it signs snapshots with"}};
inline constexpr Field snapshot[] = {
    {"snapshots", "snapshots that the edge has fetched and does not use yet", snapshot_row, rows},
    {"control_planes", "where edges can fetch snapshots, if there are several; the first one leads",
     fetch_source, rows}};

}  // namespace studylab::console::table
