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

constexpr std::string_view script_missing_event[] = {
    "classify missing-event --because \"an event is missing\" --ref {edge-entry} {verified} "
    "{allocations}",
};

constexpr std::string_view script_restarted[] = {
    "classify edge-restart --because \"it started again\" --ref {edge-entry} {verified}",
};

constexpr std::string_view script_stale_snapshot[] = {
    "classify stale-snapshot --because \"the snapshot is old\" --ref {verified} {edge-entry}",
};

constexpr std::string_view script_forged_snapshot[] = {
    "classify forged-snapshot --because \"its key is unknown\" --ref {verified} {edge-entry}",
    "escalate security --because \"a key is used\"",
};

constexpr std::string_view script_edited_table[] = {
    "classify tampered-table --because \"the checksum differs\" --ref {edge-entry}",
    "escalate security --because \"a key is used\"",
    "wait 80s",
    "show incident",
};

constexpr std::string_view script_renew[] = {
    "repair-propagation {edge} --because \"its snapshot is good\"",
    "wait 20s",
    "good: show snapshot {edge}",
};

constexpr std::string_view script_by_hand[] = {
    "resume {edge} --from {next} --because \"verified\"",
    "wait 20s",
    "good: show snapshot {edge}",
};

constexpr std::string_view script_another_snapshot[] = {
    "snapshot {edge}",
    "verify {edge}",
};

constexpr std::string_view script_other_control_plane[] = {
    "snapshot {edge} --from control-2",
    "verify {edge}",
};

constexpr std::string_view script_restart[] = {
    "restart {environment} --because \"its processes ended\"",
};

constexpr std::string_view script_wait_20s[] = {
    "wait 20s",
};

constexpr std::string_view script_wait_60s[] = {
    "wait 60s",
};

constexpr std::string_view script_watch[] = {
    "wait 40s",
};

constexpr std::string_view script_watch_for_security[] = {
    "wait 70s",
    "show incident",
};

constexpr std::string_view script_leave_alone[] = {
    "classify no-fault --because \"the gap is over\" --ref {edge-entry}",
    "wait 30s",
    "good: show edge {edge}",
};

constexpr std::string_view script_end[] = {
    "repaired: show edge {edge}",
    "note \"gap, snapshot and resumption\" --ref {edge-entry} {snapshot-entry} {good} {repaired}",
    "gone: show incident",
    "impact --users {users} --minutes {minutes} --because \"as counted\"",
    "close --summary \"done as the script says\" --ref {edge-entry} {good} {repaired} {gone}",
};

constexpr FixedScript all_scripts[] = {
    {"missing-event",
     {script_queries, script_missing_event, script_renew, script_watch, script_end}},
    {"missing-event-by-hand",
     {script_queries, script_missing_event, script_by_hand, script_watch, script_end}},
    {"restarted", {script_queries, script_restarted, script_renew, script_watch, script_end}},
    {"restarted-by-hand",
     {script_queries, script_restarted, script_by_hand, script_watch, script_end}},
    {"later-snapshot",
     {script_queries, script_stale_snapshot, script_wait_20s, script_another_snapshot, script_renew,
      script_watch, script_end}},
    {"much-later-snapshot",
     {script_queries, script_stale_snapshot, script_wait_60s, script_another_snapshot, script_renew,
      script_watch, script_end}},
    {"other-control-plane",
     {script_queries, script_forged_snapshot, script_other_control_plane, script_by_hand,
      script_watch_for_security, script_end}},
    {"edited-table", {script_queries, script_edited_table, script_renew, script_watch, script_end}},
    {"restart-as-well",
     {script_queries, script_missing_event, script_renew, script_restart, script_watch,
      script_end}},
    {"leave-alone", {script_queries, script_leave_alone, script_end}},
};

}  // namespace

std::span<FixedScript const> scripts() { return all_scripts; }

}  // namespace studylab::lab::route_gap
