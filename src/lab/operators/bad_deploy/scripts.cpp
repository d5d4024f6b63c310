// Ten scripts in a fixed order. Each suits one cause, and nothing in it depends on an answer.
// What most people write: read the state once, assume one cause, repair it, wait for a while,
// close.
#include "lab/operators/bad_deploy/scripts.h"

namespace studylab::lab::bad_deploy {
namespace {

constexpr std::string_view script_queries[] = {
    "operation-entry: show operation {operation}",
    "route-entry: show route {route} --edges",
    "wait 10s",
    "errors: show errors {environment} --since 2m",
    "bindings: show bindings {environment}",
    "environment-entry: show environment {environment}",
    "show releases {environment}",
    "plan-entry: rollback {environment} --to {earlier} --plan",
};

constexpr std::string_view script_new_release_fails[] = {
    "clue: show errors {environment}",
    "classify app-only --because \"the new release fails\" --ref {errors} {plan-entry} {bindings}",
    "freeze {environment} --because \"no more changes\"",
};

constexpr std::string_view script_service_is_gone[] = {
    "clue: show bindings {environment}",
    "classify runtime-service --because \"a service is gone\" --ref {bindings} {plan-entry}",
    "freeze {environment} --because \"no more changes\"",
};

constexpr std::string_view script_migration_is_at_fault[] = {
    "clue: rollback {environment} --to {earlier} --plan",
    "classify database-migration --because \"the migration\" --ref {plan-entry}",
    "freeze {environment} --because \"no more changes\"",
};

constexpr std::string_view script_edge_is_behind[] = {
    "clue: show route {route} --edges",
    "classify route-propagation --because \"one edge is behind\" --ref {route-entry} {errors}",
    "freeze {environment} --because \"no more changes\"",
};

constexpr std::string_view script_roll_back[] = {
    "rollback {environment} --to {earlier} --because \"it served before\"",
};

constexpr std::string_view script_ask_for_the_service[] = {
    "notify-owner {environment} --repair binding {last-binding} --because \"it is gone\"",
};

constexpr std::string_view script_ask_for_a_release[] = {
    "notify-owner {environment} --repair migration --because \"no release fits\"",
};

constexpr std::string_view script_soon[] = {
    "wait 80s",
    "show incident",
};

constexpr std::string_view script_later[] = {
    "wait 3m",
    "show incident",
};

constexpr std::string_view script_take_the_newest[] = {
    "deploy {environment} --release {newest} --forward-fix --because \"it fits\"",
};

constexpr std::string_view script_take_what_was_brought[] = {
    "deploy {environment} --release {brought} --forward-fix --because \"it fits\"",
};

constexpr std::string_view script_renew[] = {
    "repair-propagation {edge} --because \"it is behind\"",
    "wait 60s",
};

constexpr std::string_view script_watch[] = {
    "wait 50s",
};

constexpr std::string_view script_watch_patiently[] = {
    "wait --until symptom-gone --at-most 4m",
};

constexpr std::string_view script_leave_alone[] = {
    "wait 60s",
    "clue: show errors {environment}",
    "classify no-fault --because \"nothing is over the threshold\" --ref {clue}",
    "wait 30s",
};

constexpr std::string_view script_end[] = {
    "repaired: show operations {environment}",
    "gone: show errors {environment}",
    "unfreeze {environment} --because \"over\"",
    "show incident",
    "impact --users {users} --minutes {minutes} --because \"as counted\"",
    "close --summary \"done as the script says\" --ref {clue} {repair} {gone}",
};

constexpr FixedScript all_scripts[] = {
    {"roll-back",
     {script_queries, script_new_release_fails, script_roll_back, script_watch, script_end}},
    {"roll-back-patiently",
     {script_queries, script_new_release_fails, script_roll_back, script_watch_patiently,
      script_end}},
    {"roll-back-for-a-service",
     {script_queries, script_service_is_gone, script_roll_back, script_watch, script_end}},
    {"ask-for-the-service",
     {script_queries, script_service_is_gone, script_ask_for_the_service, script_soon, script_watch,
      script_end}},
    {"ask-for-the-service-later",
     {script_queries, script_service_is_gone, script_ask_for_the_service, script_later,
      script_watch, script_end}},
    {"newest-release",
     {script_queries, script_migration_is_at_fault, script_take_the_newest, script_watch,
      script_end}},
    {"ask-for-a-release",
     {script_queries, script_migration_is_at_fault, script_ask_for_a_release, script_soon,
      script_take_what_was_brought, script_watch, script_end}},
    {"ask-for-a-release-later",
     {script_queries, script_migration_is_at_fault, script_ask_for_a_release, script_later,
      script_take_what_was_brought, script_watch, script_end}},
    {"renew-the-edge", {script_queries, script_edge_is_behind, script_renew, script_end}},
    {"leave-alone", {script_queries, script_leave_alone, script_end}},
};

}  // namespace

std::span<FixedScript const> scripts() { return all_scripts; }

}  // namespace studylab::lab::bad_deploy
