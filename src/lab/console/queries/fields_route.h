#pragma once

#include "lab/console/queries/table.h"

// Routes and edges.
namespace studylab::console::table {

inline constexpr Field route_row[] = {{"route", "its key"},
                                      {"environment", "it belongs to"},
                                      {"release", "the route owner"},
                                      {"epoch", "of the key"},
                                      {"partition", "of the route log"},
                                      {"sequence", "of its latest event there"},
                                      {"since", "when the release became the route owner"},
                                      {"operation", "that made it so"}};
inline constexpr Field routes[] = {{"routes", "every one", route_row, rows}};
inline constexpr Field edge_view[] = {
    {"edge", "its name"},
    {"answered", "whether it did now; else this is what it said last"},
    {"age", "of what it said; null: it never did"},
    {"release", "the route owner in its table"},
    {"epoch", "of the key in its table"},
    {"applied", "the sequence that it has applied"},
    {"applied_at", "when"},
    {"behind", "whether it has not applied the route's latest event"},
    {"gap", "none, or what it is in a gap for"}};
inline constexpr Field route[] = {{"route", "as the ledger has it", route_row, row},
                                  {"edges", "with --edges: as each edge has it", edge_view, rows}};
inline constexpr Field partition_view[] = {
    {"partition", "its name"},
    {"baseline", "epoch of the baseline"},
    {"baseline_sequence", "of the baseline"},
    {"applied", "sequence that it has applied"},
    {"applied_at", "when"},
    {"computed", "checksum over the table as it is"},
    {"expected", "checksum as the last event or snapshot left it"},
    {"gap", "none, or what it is in a gap for"}};
inline constexpr Field view[] = {{"answered", "whether it did now; else this is what it said last"},
                                 {"age", "of what it said; null: it never did"},
                                 {"partitions", "its route replica", partition_view, rows}};
inline constexpr Field edge_brief[] = {{"id", "its name"},
                                       {"started", "when"},
                                       {"boot", "how often it has"},
                                       {"view", "its own", view, row}};
inline constexpr Field edge_row[] = {
    {"id", "its name"}, {"started", "when"}, {"boot", "how often it has"}};
inline constexpr Field ledger[] = {{"partition", "its name"},
                                   {"baseline", "epoch of its stream"},
                                   {"sequence", "of the ledger's last event in it"}};
inline constexpr Field edges[] = {{"edges", "every one", edge_brief, rows},
                                  {"ledger", "the latest event of each partition", ledger, rows}};
inline constexpr Field edge_owner[] = {
    {"route", "its key"}, {"release", "the route owner there"}, {"epoch", "of the key"}};
inline constexpr Field acknowledged[] = {{"partition", "its name"},
                                         {"sequence", "that its latest report acknowledged"},
                                         {"age", "of that report"}};
inline constexpr Field gap[] = {{"partition", "its name"},
                                {"cause", "missing_event, checksum, other_baseline or no_baseline"},
                                {"applied", "sequence before it"},
                                {"seen", "sequence after it"},
                                {"since", "when"}};
inline constexpr Field resumed[] = {
    {"partition", "its name"},
    {"baseline", "epoch of the new baseline"},
    {"sequence", "of the baseline"},
    {"delivered", "read back from its consumer"},
    {"cleared", "the gap that ended with it; none where there was none"},
    {"at", "when"},
    {"operation", "that did it; null: the operator's `resume`"}};
inline constexpr Field edge_policy[] = {{"environment", "its name"},
                                        {"mode", "fail-closed or last-verified"},
                                        {"max_age", "of the last verified route owner"}};
inline constexpr Field edge[] = {{"edge", "the process", edge_row, row},
                                 {"view", "its own", view, row},
                                 {"owners", "in its table", edge_owner, rows},
                                 {"acknowledged", "by its latest report", acknowledged, rows},
                                 {"ledger", "the latest event of each partition", ledger, rows},
                                 {"gaps", "open ones", gap, rows},
                                 {"resumed", "its latest new baseline in this run", resumed, row},
                                 {"policies", "gap policies in force", edge_policy, rows}};
inline constexpr Field verified[] = {
    {"verdict",
     "unverified, good, or snapshot_ with stale, forged, truncated, other_partition or replayed"}};
inline constexpr Field snapshot_row[] = {
    {"partition", "its name"},
    {"baseline", "epoch of its stream"},
    {"sequence", "at which it was taken"},
    {"checksum", "over its table"},
    {"key", "that signed it"},
    {"issued_at", "when"},
    {"source", "the control plane that issued it"},
    {"operation", "that fetched it; null: the operator's `snapshot`"},
    {"verified", "what the edge found", verified, row}};
inline constexpr Field snapshot[] = {{"snapshots", "fetched and not yet live", snapshot_row, rows}};

}  // namespace studylab::console::table
