// Ten scripts in a fixed order. Each suits one cause, and nothing in it depends on an answer.
// They look at the providers once, assume that one is down, announce it and wait for a while.
#include "lab/operators/provider_outage/scripts.h"

namespace studylab::lab::provider_outage {
namespace {

constexpr std::string_view script_queries[] = {
    "bindings: show bindings {environment}",
    "wait 30s",
    "providers-entry: show providers",
    "status-entry: show status",
    "regions: show regions",
    "show operations {environment}",
    "own: show errors {environment} --since 2m",
};

constexpr std::string_view script_database[] = {
    "clue: show provider postgres-1",
    "classify database --scope customer --because \"it is down\" --ref {providers-entry} {clue} "
    "{status-entry}",
    "pause {environment} --because \"its jobs would fail\"",
    "status publish {environment} --cause provider:postgres-1 --says \"calls to it fail\" "
    "--because \"its owner has to know\"",
};

constexpr std::string_view script_object_store[] = {
    "clue: show provider objects-1",
    "classify object-store --scope customer --because \"it is down\" --ref {providers-entry} "
    "{clue} {status-entry}",
    "pause {environment} --because \"its jobs would fail\"",
    "status publish {environment} --cause provider:objects-1 --says \"calls to it fail\" --because "
    "\"its owner has to know\"",
};

constexpr std::string_view script_queue[] = {
    "clue: show provider queue-1",
    "classify queue --scope customer --because \"it is down\" --ref {providers-entry} {clue} "
    "{status-entry}",
    "pause {environment} --because \"its jobs would fail\"",
    "status publish {environment} --cause provider:queue-1 --says \"calls to it fail\" --because "
    "\"its owner has to know\"",
};

constexpr std::string_view script_payment[] = {
    "clue: show provider paygate-1",
    "classify payment --scope customer --because \"it is down\" --ref {providers-entry} {clue} "
    "{status-entry}",
    "pause {environment} --because \"its jobs would fail\"",
    "status publish {environment} --cause provider:paygate-1 --says \"calls to it fail\" --because "
    "\"its owner has to know\"",
};

constexpr std::string_view script_platform_queue[] = {
    "clue: show provider queue-2",
    "classify queue --scope platform --because \"only the platform needs it\" --ref "
    "{providers-entry} {clue} {status-entry}",
    "pause {environment} --because \"jobs would fail\"",
};

constexpr std::string_view script_wait_7m[] = {
    "wait 7m",
};

constexpr std::string_view script_wait_8m[] = {
    "wait 8m",
};

constexpr std::string_view script_wait_9m[] = {
    "wait 9m",
};

constexpr std::string_view script_let_work_on[] = {
    "recovered: show providers",
    "unpause {environment} --because \"it is well again\"",
};

constexpr std::string_view script_resolve[] = {
    "status resolve {environment} --because \"calls are answered\"",
};

constexpr std::string_view script_new_secret[] = {
    "clue: show bindings {environment}",
    "classify credential --scope customer --because \"it is rejected\" --ref {clue} {bindings}",
    "rotate-secret {first-binding} --because \"it is rejected\"",
    "wait 50s",
};

constexpr std::string_view script_leave_alone[] = {
    "clue: show providers",
    "classify no-fault --because \"every provider is well\" --ref {clue} {own}",
    "wait 40s",
};

constexpr std::string_view script_end[] = {
    "repaired: show providers",
    "gone: show incident",
    "impact --users {users} --minutes {minutes} --because \"as counted\"",
    "close --summary \"done as the script says\" --ref {clue} {gone} {repaired} {repair}",
};

constexpr FixedScript all_scripts[] = {
    {"database",
     {script_queries, script_database, script_wait_7m, script_let_work_on, script_resolve,
      script_end}},
    {"database-patiently",
     {script_queries, script_database, script_wait_9m, script_let_work_on, script_resolve,
      script_end}},
    {"object-store",
     {script_queries, script_object_store, script_wait_7m, script_let_work_on, script_resolve,
      script_end}},
    {"object-store-patiently",
     {script_queries, script_object_store, script_wait_9m, script_let_work_on, script_resolve,
      script_end}},
    {"queue",
     {script_queries, script_queue, script_wait_7m, script_let_work_on, script_resolve,
      script_end}},
    {"queue-patiently",
     {script_queries, script_queue, script_wait_9m, script_let_work_on, script_resolve,
      script_end}},
    {"payment",
     {script_queries, script_payment, script_wait_8m, script_let_work_on, script_resolve,
      script_end}},
    {"platform-queue",
     {script_queries, script_platform_queue, script_wait_8m, script_let_work_on, script_end}},
    {"new-secret", {script_queries, script_new_secret, script_end}},
    {"leave-alone", {script_queries, script_leave_alone, script_end}},
};

}  // namespace

std::span<FixedScript const> scripts() { return all_scripts; }

}  // namespace studylab::lab::provider_outage
