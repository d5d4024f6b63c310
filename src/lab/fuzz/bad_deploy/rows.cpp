#include "lab/fuzz/bad_deploy/rows.h"

namespace studylab::fuzz::bad_deploy {
namespace {

using lab::Part;

Variants const faults{"app-only", "database-migration", "database-migration-destructive",
                      "runtime-service", "route-propagation"};
Variants const restored{"database-migration-destructive"};
Variants const rolled_back{"app-only", "runtime-service"};

void add_strategies(RowList& list) {
  list.strategy("rollback", rolled_back);
  list.strategy("other-rollback", rolled_back);
  list.strategy("listed-fix", {"app-only"});
  list.strategy("owner", {"runtime-service"});
  list.strategy("by-hand", {"route-propagation"});
  list.strategy("forward-repair", restored);
  list.strategy("pitr", restored);
}

void add_parts_left_out(RowList& list) {
  list.without(Part::operation_query, "BD2", 10, {});
  list.without(Part::freeze, "BD1", 5, faults);
  list.without(Part::classification, "BD3", 20, {});
  list.without(Part::class_refs, "BD3", 8, {});
  list.without(Part::because, "OP4", 0, faults);
  list.without(Part::query_after, "OP4", 0, faults);
  list.without(Part::errors_query, "OP1", 10, {"app-only", "route-propagation"});
  list.without(Part::bindings_query, "OP1", 10, {"app-only"});
}

void add_prohibited_commands(RowList& list) {
  auto const add = [&](std::string_view rule, std::string_view code, std::string line,
                       Variants variants = faults) {
    list.prohibited(rule, code, std::move(line), std::move(variants));
  };
  add("BDN1", "rollback_needs_promoted_artifact", "rebuild-from {environment} --branch main");
  add("BDN2", "edge_table_is_derived", "set-route {edge} {route} {owner}");
  add("BDN3", "database_check_required",
      "rollback {environment} --to {target} --without-database-check");
  add("RGN1", "sequence_gap", "skip-to {edge} 999");
  add("RGN2", "health_is_not_ownership", "choose-owner {route} --by health");
  add("RGN3", "gap_needs_baseline", "clear-gap {edge}");
  add("SWN1", "unsafe_hold_is_bounded", "hold-requests {environment} --unsafe");
  add("SWN2", "allocations_are_bounded", "scale {environment} --allocations 40");
  add("SWN3", "not_ready", "mark-hot alloc-1");
  add("HUN1", "sessions_active", "kill-sessions host-1");
  add("HUN3", "drift_unrecorded", "edit-host host-1 --path /etc/limits.conf");
  add("DRN1", "route_is_not_data", "rollback {environment} --to {target} --as data-repair");
  add("DRN2", "preview_over_production", "restore-over {database} --from other-main");
  add("PON2", "region_not_ready", "move-sessions {environment} --to north");
  add("PON1", "cause_is_provider", "status publish {environment} --cause app --says \"errors\"",
      {"runtime-service"});
  add("PON3", "rotation_without_cause", "rotate-secret {binding}");
}

}  // namespace

void add_rows(RowList& list) {
  list.by("cheat:refusal-oracle", Must::fail_where_fault);
  list.by("cheat:repair-first", Must::fail);
  list.by_losing("cheat:all-refs", "BD3", 0);
  add_strategies(list);
  add_parts_left_out(list);
  add_prohibited_commands(list);
  add_exploits(list);
}

}  // namespace studylab::fuzz::bad_deploy
