// Ten scripts in a fixed order. Each suits one cause, and nothing in it depends on an answer.
// They read each cause once, assume one of them, ask for its repair and try again after a while.
#include "lab/operators/stuck_wake/scripts.h"

namespace studylab::lab::stuck_wake {
namespace {

constexpr std::string_view script_queries[] = {
    "wait 30s",
    "operation-entry: show operation {operation}",
    "bindings: show bindings {environment}",
    "show releases {environment}",
    "artifact: show artifact {digest}",
    "hosts: show hosts",
    "gate: show gate {environment}",
};

constexpr std::string_view script_artifact[] = {
    "clue: show artifact {digest}",
    "classify artifact-pull --because \"the store lacks it\" --ref {artifact}",
    "notify-owner {environment} --repair artifact --because \"it is broken\"",
};

constexpr std::string_view script_secret[] = {
    "clue: show bindings {environment}",
    "classify secrets --because \"a secret is not valid\" --ref {bindings}",
    "notify-owner {environment} --repair secret {last-binding} --because \"it is broken\"",
};

constexpr std::string_view script_binding[] = {
    "clue: show bindings {environment}",
    "classify bindings --because \"a binding points to nothing\" --ref {bindings}",
    "notify-owner {environment} --repair binding {first-binding} --because \"it is broken\"",
};

constexpr std::string_view script_readiness[] = {
    "clue: show operation {operation}",
    "classify readiness --because \"the probe fails\" --ref {operation-entry}",
    "notify-owner {environment} --repair readiness --because \"it is broken\"",
};

constexpr std::string_view script_no_slot[] = {
    "clue: show hosts",
    "classify capacity --because \"no host has a slot\" --ref {hosts} {operation-entry}",
};

constexpr std::string_view script_ask_for_a_host[] = {
    "escalate capacity --because \"slots are short\"",
    "notify-owner {environment} --because \"slots are short\"",
};

constexpr std::string_view script_return_a_host[] = {
    "postcheck {cordoned}",
    "wait 5s",
    "show host {cordoned}",
    "uncordon {cordoned} --because \"its check passed\"",
    "notify-owner {environment} --because \"slots were short\"",
};

constexpr std::string_view script_soon[] = {
    "wait 80s",
    "show incident",
};

constexpr std::string_view script_later[] = {
    "wait 3m",
    "show incident",
};

constexpr std::string_view script_retry[] = {
    "retry {operation} --because \"it is repaired\"",
};

constexpr std::string_view script_watch[] = {
    "wait 40s",
};

constexpr std::string_view script_watch_longer[] = {
    "wait 60s",
};

constexpr std::string_view script_leave_alone[] = {
    "clue: show operation {operation}",
    "classify no-fault --because \"it became hot\" --ref {operation-entry}",
    "wait 40s",
};

constexpr std::string_view script_end[] = {
    "repaired: show operation {operation}",
    "gone: show gate {environment}",
    "show incident",
    "impact --users {users} --minutes {minutes} --because \"as counted\"",
    "close --summary \"done as the script says\" --ref {clue} {repaired} {gone}",
};

constexpr FixedScript all_scripts[] = {
    {"artifact",
     {script_queries, script_artifact, script_soon, script_retry, script_watch, script_end}},
    {"artifact-later",
     {script_queries, script_artifact, script_later, script_retry, script_watch, script_end}},
    {"secret",
     {script_queries, script_secret, script_soon, script_retry, script_watch, script_end}},
    {"secret-later",
     {script_queries, script_secret, script_later, script_retry, script_watch, script_end}},
    {"binding",
     {script_queries, script_binding, script_soon, script_retry, script_watch, script_end}},
    {"readiness",
     {script_queries, script_readiness, script_soon, script_retry, script_watch, script_end}},
    {"readiness-later",
     {script_queries, script_readiness, script_later, script_retry, script_watch, script_end}},
    {"another-host",
     {script_queries, script_no_slot, script_ask_for_a_host, script_soon, script_retry,
      script_watch, script_end}},
    {"cordoned-host",
     {script_queries, script_no_slot, script_return_a_host, script_retry, script_watch_longer,
      script_end}},
    {"leave-alone", {script_queries, script_leave_alone, script_end}},
};

}  // namespace

std::span<FixedScript const> scripts() { return all_scripts; }

}  // namespace studylab::lab::stuck_wake
