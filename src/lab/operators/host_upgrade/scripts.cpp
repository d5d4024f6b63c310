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

constexpr std::string_view script_end[] = {
    "gone: show host {host}",
    "show incident",
    "impact --users {users} --minutes {minutes} --because \"as counted\"",
    "close --summary \"done as the script says\" --ref {clue} {gone} {checked} {repair}",
};

constexpr std::string_view script_upgrade[] = {
    "clue: show host {host}",
    "classify ready --because \"nothing is in the way\" --ref {check} {plan-entry} {sessions}",
    "cordon {host} --because \"no new ones\"",
    "replace {host} --because \"they stay up\"",
    "wait 60s",
    "drain {host} --deadline {least} --because \"the declared time\"",
    "wait 7m",
    "rebuild {host} --because \"it is empty\"",
    "rebuilt: show operation {repair}",
    "wait 65s",
    "postcheck {host}",
    "wait 5s",
    "checked: show host {host}",
    "uncordon {host} --because \"its check passed\"",
};

constexpr std::string_view script_upgrade_patiently[] = {
    "clue: show host {host}",
    "classify ready --because \"nothing is in the way\" --ref {check} {plan-entry} {sessions}",
    "cordon {host} --because \"no new ones\"",
    "replace {host} --because \"they stay up\"",
    "wait 60s",
    "drain {host} --deadline {least} --because \"the declared time\"",
    "wait 12m",
    "rebuild {host} --because \"it is empty\"",
    "rebuilt: show operation {repair}",
    "wait 110s",
    "postcheck {host}",
    "wait 5s",
    "checked: show host {host}",
    "uncordon {host} --because \"its check passed\"",
};

constexpr std::string_view script_record_drift[] = {
    "clue: show host {host}",
    "classify drift --because \"a file differs\" --ref {check}",
    "record-drift {host} --path {drifted} --because \"it would be lost\"",
    "cordon {host} --because \"no new ones\"",
    "replace {host} --because \"they stay up\"",
    "wait 60s",
    "drain {host} --deadline {least} --because \"the declared time\"",
    "wait 7m",
    "rebuild {host} --because \"it is empty\"",
    "rebuilt: show operation {repair}",
    "wait 80s",
    "postcheck {host}",
    "wait 5s",
    "checked: show host {host}",
    "uncordon {host} --because \"its check passed\"",
};

constexpr std::string_view script_record_drift_patiently[] = {
    "clue: show host {host}",
    "classify drift --because \"a file differs\" --ref {check}",
    "record-drift {host} --path {drifted} --because \"it would be lost\"",
    "cordon {host} --because \"no new ones\"",
    "replace {host} --because \"they stay up\"",
    "wait 60s",
    "drain {host} --deadline {least} --because \"the declared time\"",
    "wait 12m",
    "rebuild {host} --because \"it is empty\"",
    "rebuilt: show operation {repair}",
    "wait 110s",
    "postcheck {host}",
    "wait 5s",
    "checked: show host {host}",
    "uncordon {host} --because \"its check passed\"",
};

constexpr std::string_view script_old_sessions[] = {
    "clue: show sessions {host}",
    "classify stuck-sessions --because \"sessions are old\" --ref {sessions}",
    "cordon {host} --because \"no new ones\"",
    "replace {host} --because \"they stay up\"",
    "wait 60s",
    "drain {host} --deadline {least} --because \"the declared time\"",
    "wait 7m",
    "rebuild {host} --because \"it is empty\"",
    "rebuilt: show operation {repair}",
    "wait 80s",
    "postcheck {host}",
    "wait 5s",
    "checked: show host {host}",
    "uncordon {host} --because \"its check passed\"",
};

constexpr std::string_view script_old_sessions_patiently[] = {
    "clue: show sessions {host}",
    "classify stuck-sessions --because \"sessions are old\" --ref {sessions}",
    "cordon {host} --because \"no new ones\"",
    "replace {host} --because \"they stay up\"",
    "wait 60s",
    "drain {host} --deadline {least} --because \"the declared time\"",
    "wait 12m",
    "rebuild {host} --because \"it is empty\"",
    "rebuilt: show operation {repair}",
    "wait 110s",
    "postcheck {host}",
    "wait 5s",
    "checked: show host {host}",
    "uncordon {host} --because \"its check passed\"",
};

constexpr std::string_view script_after_the_other_drain[] = {
    "clue: show operations",
    "classify below-quorum --because \"another drain is open\" --ref {operations} {plan-entry}",
    "wait 3m",
    "cordon {host} --because \"no new ones\"",
    "replace {host} --because \"they stay up\"",
    "wait 60s",
    "drain {host} --deadline {least} --because \"the declared time\"",
    "wait 12m",
    "rebuild {host} --because \"it is empty\"",
    "rebuilt: show operation {repair}",
    "wait 110s",
    "postcheck {host}",
    "wait 5s",
    "checked: show host {host}",
    "uncordon {host} --because \"its check passed\"",
};

constexpr std::string_view script_cordoned_host[] = {
    "clue: headroom {host}",
    "classify no-headroom --because \"slots are short\" --ref {headroom-entry} {plan-entry}",
    "postcheck {cordoned}",
    "wait 5s",
    "show host {cordoned}",
    "uncordon {cordoned} --because \"its check passed\"",
    "cordon {host} --because \"no new ones\"",
    "replace {host} --because \"they stay up\"",
    "wait 60s",
    "drain {host} --deadline {least} --because \"the declared time\"",
    "wait 12m",
    "rebuild {host} --because \"it is empty\"",
    "rebuilt: show operation {repair}",
    "wait 110s",
    "postcheck {host}",
    "wait 5s",
    "checked: show host {host}",
    "uncordon {host} --because \"its check passed\"",
};

constexpr std::string_view script_another_host[] = {
    "clue: headroom {host}",
    "classify no-headroom --because \"slots are short\" --ref {headroom-entry} {plan-entry}",
    "escalate capacity --because \"slots are short\"",
    "wait 80s",
    "show incident",
    "cordon {host} --because \"no new ones\"",
    "replace {host} --because \"they stay up\"",
    "wait 60s",
    "drain {host} --deadline {least} --because \"the declared time\"",
    "wait 12m",
    "rebuild {host} --because \"it is empty\"",
    "rebuilt: show operation {repair}",
    "wait 110s",
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

constexpr FixedScript all_scripts[] = {
    {"upgrade", script_queries, script_upgrade, script_end},
    {"upgrade-patiently", script_queries, script_upgrade_patiently, script_end},
    {"record-drift", script_queries, script_record_drift, script_end},
    {"record-drift-patiently", script_queries, script_record_drift_patiently, script_end},
    {"old-sessions", script_queries, script_old_sessions, script_end},
    {"old-sessions-patiently", script_queries, script_old_sessions_patiently, script_end},
    {"after-the-other-drain", script_queries, script_after_the_other_drain, script_end},
    {"cordoned-host", script_queries, script_cordoned_host, script_end},
    {"another-host", script_queries, script_another_host, script_end},
    {"leave-alone", script_queries, script_leave_alone, script_end},
};

}  // namespace

std::span<FixedScript const> scripts() { return all_scripts; }

}  // namespace studylab::lab::host_upgrade
