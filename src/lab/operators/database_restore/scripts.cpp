// Ten scripts in a fixed order. Each suits one cause, and nothing in it depends on an answer.
// They read the check once, assume one kind of damage, and restore by the clock.
#include "lab/operators/database_restore/scripts.h"

namespace studylab::lab::database_restore {
namespace {

constexpr std::string_view script_queries[] = {
    "wait 5s",
    "check: show database {database}",
    "backups: show backups {database}",
    "consumers: show consumers {database}",
    "show releases {environment}",
    "restore plan {database}",
    "plan-entry: show plan {plan}",
};

constexpr std::string_view script_wrong_release[] = {
    "classify corruption --because \"a release writes wrong rows\" --ref {check} {plan-entry}",
    "fence {database} --because \"no writes meanwhile\"",
    "rollback {environment} --to {earlier} --because \"the release writes wrong rows\"",
    "wait 30s",
};

constexpr std::string_view script_lost_writes[] = {
    "classify lost-writes --because \"writes are missing\" --ref {check} {plan-entry}",
    "fence {database} --because \"no writes meanwhile\"",
};

constexpr std::string_view script_foreign_rows[] = {
    "classify wrong-environment --because \"foreign rows\" --ref {check} {backups}",
    "fence {database} --because \"no writes meanwhile\"",
};

constexpr std::string_view script_removed_rows[] = {
    "classify destructive-migration --because \"rows are gone\" --ref {check} {plan-entry}",
    "fence {database} --because \"no writes meanwhile\"",
};

constexpr std::string_view script_doubled_rows[] = {
    "classify reprocessing --because \"rows are doubled\" --ref {check} {consumers}",
    "fence {database} --because \"no writes meanwhile\"",
};

constexpr std::string_view script_pitr[] = {
    "run-entry: restore run {database} --plan {plan} --method pitr --because \"it brings them "
    "back\"",
};

constexpr std::string_view script_forward_repair[] = {
    "run-entry: restore run {database} --plan {plan} --method forward-repair --because \"it brings "
    "them back\"",
};

constexpr std::string_view script_copy_soon[] = {
    "wait 190s",
};

constexpr std::string_view script_rows_soon[] = {
    "wait 150s",
};

constexpr std::string_view script_copy_later[] = {
    "wait 4m",
};

constexpr std::string_view script_cut_over[] = {
    "restore cutover {database} --plan {plan} --because \"its copy is ready\"",
    "wait 10s",
    "show consumers {database}",
};

constexpr std::string_view script_settle[] = {
    "reconcile {database} --plan {plan} --consumer {consumer-1} --events compensate --because \"as "
    "usual\"",
    "wait 10s",
    "reconcile {database} --plan {plan} --consumer {consumer-2} --events replay --because \"as "
    "usual\"",
    "wait 10s",
    "reconcile {database} --plan {plan} --consumer {consumer-3} --events replay --because \"as "
    "usual\"",
    "wait 10s",
};

constexpr std::string_view script_let_in[] = {
    "unfence {database} --because \"it is restored\"",
    "wait 40s",
};

constexpr std::string_view script_leave_alone[] = {
    "classify no-fault --because \"the check passes\" --ref {check}",
    "wait 30s",
};

constexpr std::string_view script_end[] = {
    "repaired: show plan {plan}",
    "gone: show incident",
    "impact --users {users} --minutes {minutes} --data \"as the plan lists it\" --approved-by "
    "duty-manager --because \"as counted\"",
    "close --summary \"done as the script says\" --ref {check} {repaired} {gone}",
};

constexpr FixedScript all_scripts[] = {
    {"wrong-release",
     {script_queries, script_wrong_release, script_pitr, script_copy_soon, script_cut_over,
      script_settle, script_let_in, script_end}},
    {"wrong-release-patiently",
     {script_queries, script_wrong_release, script_pitr, script_copy_later, script_cut_over,
      script_settle, script_let_in, script_end}},
    {"lost-writes",
     {script_queries, script_lost_writes, script_pitr, script_copy_soon, script_cut_over,
      script_settle, script_let_in, script_end}},
    {"lost-writes-patiently",
     {script_queries, script_lost_writes, script_pitr, script_copy_later, script_cut_over,
      script_settle, script_let_in, script_end}},
    {"foreign-rows",
     {script_queries, script_foreign_rows, script_pitr, script_copy_soon, script_cut_over,
      script_settle, script_let_in, script_end}},
    {"foreign-rows-patiently",
     {script_queries, script_foreign_rows, script_pitr, script_copy_later, script_cut_over,
      script_settle, script_let_in, script_end}},
    {"removed-rows",
     {script_queries, script_removed_rows, script_forward_repair, script_rows_soon, script_cut_over,
      script_let_in, script_end}},
    {"removed-rows-patiently",
     {script_queries, script_removed_rows, script_forward_repair, script_copy_later,
      script_cut_over, script_let_in, script_end}},
    {"doubled-rows",
     {script_queries, script_doubled_rows, script_pitr, script_copy_soon, script_cut_over,
      script_settle, script_let_in, script_end}},
    {"leave-alone", {script_queries, script_leave_alone, script_end}},
};

}  // namespace

std::span<FixedScript const> scripts() { return all_scripts; }

}  // namespace studylab::lab::database_restore
