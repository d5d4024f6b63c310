// Ten scripts in a fixed order. Each suits one cause, and nothing in it depends on an answer.
// They read the edge, verify one snapshot, assume one class and renew the edge.
#include "lab/operators/route_gap/scripts.h"

namespace studylab::lab::route_gap {
namespace {

constexpr std::string_view script_queries[] = {
    "edge-entry: show edge {edge}",
    "show route {route} --edges",
    "show environment {environment}",
    "allocations: show allocations {environment}",
    "fetched: snapshot {edge}",
    "verified: verify {edge}",
    "snapshot-entry: show snapshot {edge}",
};

constexpr std::string_view script_end[] = {
    "repaired: show edge {edge}",
    "note \"gap, snapshot and resumption\" --ref {edge-entry} {snapshot-entry} {good} {repaired}",
    "gone: show incident",
    "impact --users {users} --minutes {minutes} --because \"as counted\"",
    "close --summary \"done as the script says\" --ref {edge-entry} {good} {repaired} {gone}",
};

constexpr std::string_view script_missing_event[] = {
    "classify missing-event --because \"an event is missing\" --ref {edge-entry} {verified} "
    "{allocations}",
    "repair-propagation {edge} --because \"its snapshot is good\"",
    "wait 20s",
    "good: show snapshot {edge}",
    "wait 40s",
};

constexpr std::string_view script_missing_event_by_hand[] = {
    "classify missing-event --because \"an event is missing\" --ref {edge-entry} {verified} "
    "{allocations}",
    "resume {edge} --from {next} --because \"verified\"",
    "wait 20s",
    "good: show snapshot {edge}",
    "wait 40s",
};

constexpr std::string_view script_restarted[] = {
    "classify edge-restart --because \"it started again\" --ref {edge-entry} {verified}",
    "repair-propagation {edge} --because \"its snapshot is good\"",
    "wait 20s",
    "good: show snapshot {edge}",
    "wait 40s",
};

constexpr std::string_view script_restarted_by_hand[] = {
    "classify edge-restart --because \"it started again\" --ref {edge-entry} {verified}",
    "resume {edge} --from {next} --because \"verified\"",
    "wait 20s",
    "good: show snapshot {edge}",
    "wait 40s",
};

constexpr std::string_view script_later_snapshot[] = {
    "classify stale-snapshot --because \"the snapshot is old\" --ref {verified} {edge-entry}",
    "wait 20s",
    "snapshot {edge}",
    "verify {edge}",
    "repair-propagation {edge} --because \"a later one\"",
    "wait 20s",
    "good: show snapshot {edge}",
    "wait 40s",
};

constexpr std::string_view script_much_later_snapshot[] = {
    "classify stale-snapshot --because \"the snapshot is old\" --ref {verified} {edge-entry}",
    "wait 60s",
    "snapshot {edge}",
    "verify {edge}",
    "repair-propagation {edge} --because \"a later one\"",
    "wait 20s",
    "good: show snapshot {edge}",
    "wait 40s",
};

constexpr std::string_view script_other_control_plane[] = {
    "classify forged-snapshot --because \"its key is unknown\" --ref {verified} {edge-entry}",
    "escalate security --because \"a key is used\"",
    "snapshot {edge} --from control-2",
    "verify {edge}",
    "resume {edge} --from {next} --because \"verified\"",
    "wait 20s",
    "good: show snapshot {edge}",
    "wait 70s",
    "show incident",
};

constexpr std::string_view script_edited_table[] = {
    "classify tampered-table --because \"the checksum differs\" --ref {edge-entry}",
    "escalate security --because \"a key is used\"",
    "wait 80s",
    "show incident",
    "repair-propagation {edge} --because \"a new table\"",
    "wait 20s",
    "good: show snapshot {edge}",
    "wait 40s",
};

constexpr std::string_view script_restart_as_well[] = {
    "classify missing-event --because \"an event is missing\" --ref {edge-entry} {verified} "
    "{allocations}",
    "repair-propagation {edge} --because \"its snapshot is good\"",
    "wait 20s",
    "good: show snapshot {edge}",
    "restart {environment} --because \"its processes ended\"",
    "wait 40s",
};

constexpr std::string_view script_leave_alone[] = {
    "classify no-fault --because \"the gap is over\" --ref {edge-entry}",
    "wait 30s",
    "good: show edge {edge}",
};

constexpr FixedScript all_scripts[] = {
    {"missing-event", script_queries, script_missing_event, script_end},
    {"missing-event-by-hand", script_queries, script_missing_event_by_hand, script_end},
    {"restarted", script_queries, script_restarted, script_end},
    {"restarted-by-hand", script_queries, script_restarted_by_hand, script_end},
    {"later-snapshot", script_queries, script_later_snapshot, script_end},
    {"much-later-snapshot", script_queries, script_much_later_snapshot, script_end},
    {"other-control-plane", script_queries, script_other_control_plane, script_end},
    {"edited-table", script_queries, script_edited_table, script_end},
    {"restart-as-well", script_queries, script_restart_as_well, script_end},
    {"leave-alone", script_queries, script_leave_alone, script_end},
};

}  // namespace

std::span<FixedScript const> scripts() { return all_scripts; }

}  // namespace studylab::lab::route_gap
