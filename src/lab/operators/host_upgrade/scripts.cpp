// Ten scripts in a fixed order. Each suits one cause, and nothing in it depends on an answer.
// They check the host once, assume that one thing has to come first, and upgrade it by the clock.
#include "lab/operators/host_upgrade/scripts.h"

namespace studylab::lab::host_upgrade {
namespace {

constexpr std::string_view script_queries[] = {
    "quorum: show quorum",
    "headroom-entry: headroom {host}",
    "postcheck {host}",
    "wait 5s",
    "check: show host {host}",
    "sessions: show sessions {host}",
    "operations: show operations",
    "members: show allocations {environment}",
    "show hosts",
    "plan-entry: drain {host} --deadline {least} --plan",
};

constexpr std::string_view script_nothing_in_the_way[] = {
    "clue: show host {host}",
    "classify ready --because \"nothing is in the way\" --ref {check} {plan-entry} {sessions}",
};

constexpr std::string_view script_drift[] = {
    "clue: show host {host}",
    "classify drift --because \"a file differs\" --ref {check}",
    "record-drift {host} --path {drifted} --because \"it would be lost\"",
};

constexpr std::string_view script_old_sessions[] = {
    "clue: show sessions {host}",
    "classify stuck-sessions --because \"sessions are old\" --ref {sessions}",
};

constexpr std::string_view script_other_drain[] = {
    "clue: show operations",
    "classify below-quorum --because \"another drain is open\" --ref {operations} {plan-entry}",
    "wait 3m",
};

constexpr std::string_view script_slots_short[] = {
    "clue: headroom {host}",
    "classify no-headroom --because \"slots are short\" --ref {headroom-entry} {plan-entry}",
};

constexpr std::string_view script_return_a_host[] = {
    "postcheck {cordoned}",
    "wait 5s",
    "show host {cordoned}",
    "uncordon {cordoned} --because \"its check passed\"",
};

constexpr std::string_view script_ask_for_a_host[] = {
    "escalate capacity --because \"slots are short\"",
    "wait 80s",
    "show incident",
};

constexpr std::string_view script_drain[] = {
    "cordon {host} --because \"no new ones\"",
    "replace {host} --because \"they stay up\"",
    "wait 60s",
    "drain {host} --deadline {least} --because \"the declared time\"",
};

constexpr std::string_view script_wait_7m[] = {
    "wait 7m",
};

constexpr std::string_view script_wait_12m[] = {
    "wait 12m",
};

constexpr std::string_view script_rebuild[] = {
    "rebuild {host} --because \"it is empty\"",
    "rebuilt: show operation {repair}",
};

constexpr std::string_view script_wait_65s[] = {
    "wait 65s",
};

constexpr std::string_view script_wait_80s[] = {
    "wait 80s",
};

constexpr std::string_view script_wait_110s[] = {
    "wait 110s",
};

constexpr std::string_view script_put_back[] = {
    "postcheck {host}",
    "wait 5s",
    "checked: show host {host}",
    "uncordon {host} --because \"its check passed\"",
};

constexpr std::string_view script_leave_alone[] = {
    "clue: show host {host}",
    "classify no-fault --because \"it is upgraded\" --ref {check}",
    "checked: show host {host}",
};

constexpr std::string_view script_end[] = {
    "gone: show host {host}",
    "show incident",
    "impact --users {users} --minutes {minutes} --because \"as counted\"",
    "close --summary \"done as the script says\" --ref {clue} {gone} {checked} {repair}",
};

constexpr FixedScript all_scripts[] = {
    {"upgrade",
     {script_queries, script_nothing_in_the_way, script_drain, script_wait_7m, script_rebuild,
      script_wait_65s, script_put_back, script_end}},
    {"upgrade-patiently",
     {script_queries, script_nothing_in_the_way, script_drain, script_wait_12m, script_rebuild,
      script_wait_110s, script_put_back, script_end}},
    {"record-drift",
     {script_queries, script_drift, script_drain, script_wait_7m, script_rebuild, script_wait_80s,
      script_put_back, script_end}},
    {"record-drift-patiently",
     {script_queries, script_drift, script_drain, script_wait_12m, script_rebuild, script_wait_110s,
      script_put_back, script_end}},
    {"old-sessions",
     {script_queries, script_old_sessions, script_drain, script_wait_7m, script_rebuild,
      script_wait_80s, script_put_back, script_end}},
    {"old-sessions-patiently",
     {script_queries, script_old_sessions, script_drain, script_wait_12m, script_rebuild,
      script_wait_110s, script_put_back, script_end}},
    {"after-the-other-drain",
     {script_queries, script_other_drain, script_drain, script_wait_12m, script_rebuild,
      script_wait_110s, script_put_back, script_end}},
    {"cordoned-host",
     {script_queries, script_slots_short, script_return_a_host, script_drain, script_wait_12m,
      script_rebuild, script_wait_110s, script_put_back, script_end}},
    {"another-host",
     {script_queries, script_slots_short, script_ask_for_a_host, script_drain, script_wait_12m,
      script_rebuild, script_wait_110s, script_put_back, script_end}},
    {"leave-alone", {script_queries, script_leave_alone, script_end}},
};

}  // namespace

std::span<FixedScript const> scripts() { return all_scripts; }

}  // namespace studylab::lab::host_upgrade
