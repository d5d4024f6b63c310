#include "lab/fuzz/stuck_wake/rows.h"

#include "lab/operators/stuck_wake/parts.h"

namespace studylab::fuzz::stuck_wake {
namespace {

using lab::Part;
namespace parts = lab::stuck_wake;

Variants const faulty{"artifact-pull", "secrets", "bindings", "readiness", "capacity"};
Variants const by_owner{"artifact-pull", "secrets", "bindings", "readiness"};
Variants const rolled_back{"artifact-pull", "secrets", "readiness"};

void add_strategies(RowList& list) {
  list.strategy("rollback", rolled_back);
  list.strategy("owner", by_owner);
  list.strategy("wake-again", by_owner);
  list.strategy("uncordon", {"capacity"});
  list.strategy("escalate", {"capacity"});
}

void add_parts_left_out(RowList& list) {
  // Elsewhere the class depends on the attempts as well.
  list.without(Part::operation_query, "SW1", 10, {"artifact-pull", "secrets", "bindings"});
  list.without(parts::owner_notice, "SW5", 5, {"capacity"});
  list.without(Part::classification, "OP2", 20, {});
  list.without(Part::class_refs, "OP2", 8, {});
  list.without(Part::because, "OP4", 0, faulty);
  // A stage that failed can show a missing artifact or secret as well.
  list.without(Part::bindings_query, "OP1", 10, {"readiness"});
  list.without(parts::artifact_query, "OP1", 10, {"readiness"});
  list.without(parts::hosts_query, "OP1", 10, {"capacity"});
}

void add_prohibited_commands(RowList& list) {
  auto const add = [&](std::string_view rule, std::string_view code, std::string line) {
    list.prohibited(rule, code, std::move(line), faulty);
  };
  add("SWN1", "unsafe_hold_is_bounded", "hold-requests {environment} --unsafe");
  add("SWN2", "allocations_are_bounded", "scale {environment} --allocations 40");
  add("SWN3", "not_ready", "mark-hot alloc-1");
  add("BDN1", "rollback_needs_promoted_artifact", "rebuild-from {environment} --branch main");
  add("BDN2", "edge_table_is_derived", "set-route edge-a {route} {target}");
  add("BDN3", "database_check_required",
      "rollback {environment} --to {target} --without-database-check");
  add("RGN1", "sequence_gap", "skip-to edge-a 999");
  add("RGN2", "health_is_not_ownership", "choose-owner {route} --by health");
  add("RGN3", "gap_needs_baseline", "clear-gap edge-a");
  add("HUN1", "sessions_active", "kill-sessions host-1");
  add("HUN3", "drift_unrecorded", "edit-host host-1 --path /etc/limits.conf");
  add("DRN1", "route_is_not_data", "rollback {environment} --to {target} --as data-repair");
  add("DRN2", "preview_over_production", "restore-over some-data --from other-main");
  add("PON2", "region_not_ready", "move-sessions {environment} --to north");
  list.prohibited("PON3", "rotation_without_cause", "rotate-secret {binding}",
                  {"artifact-pull", "bindings", "readiness", "capacity"});
}

}  // namespace

void add_rows(RowList& list) {
  // Every attempt that fails adds entries: a count guesses the class by chance, and cannot repair
  // anything.
  list.instead("cheat:entry-counting", Must::fail_where_fault);
  list.by("cheat:repair-first", Must::fail_where_fault);
  list.by("cheat:refusal-oracle", Must::fail_where_fault);
  list.by("cheat:retry-until-hot", Must::fail_where_fault);
  list.by_losing("cheat:all-refs", "OP2", 0);
  add_strategies(list);
  add_parts_left_out(list);
  add_prohibited_commands(list);
  add_exploits(list);
}

}  // namespace studylab::fuzz::stuck_wake
