#include "lab/fuzz/host_upgrade/rows.h"

#include "lab/operators/host_upgrade/parts.h"

namespace studylab::fuzz::host_upgrade {
namespace {

using lab::Part;
namespace parts = lab::host_upgrade;

Variants const due{"plain", "no-headroom", "below-quorum", "drift", "stuck-sessions", "two-hosts"};
Variants const to_resolve{"plain", "no-headroom",    "no-slots-left", "below-quorum",
                          "drift", "stuck-sessions", "two-hosts"};

void add_strategies(RowList& list) {
  list.strategy("uncordon", {"no-headroom", "no-slots-left"});
  list.strategy("escalate", {"no-headroom", "no-slots-left"});
  list.strategy("restart", {"below-quorum", "two-hosts"});
  list.strategy("replace", {"below-quorum"});
}

void add_parts_left_out(RowList& list) {
  list.without(parts::cordon, "HU1", 5, due);
  // The plan names every reason against a drain; without it, other drains have a query of their
  // own.
  list.loses("no-drain-query", {.without = {parts::drains_query, Part::plan}}, "OP1", 10,
             {"plain"});
  list.without(Part::classification, "OP2", 20, {});
  list.without(Part::class_refs, "OP2", 8, {});
  list.without(Part::because, "OP4", 0, to_resolve);
  list.without(Part::query_after, "OP4", 0, due);
  // Elsewhere a plan of the drain or the headroom is the only clue.
  list.loses("no-room-query", {.without = {parts::room_query, Part::plan}}, "HU2", 10,
             {"below-quorum", "drift", "stuck-sessions", "two-hosts"});
}

void add_prohibited_commands(RowList& list) {
  auto const add = [&](std::string_view rule, std::string_view code, std::string line) {
    list.prohibited(rule, code, std::move(line), to_resolve);
  };
  add("HUN1", "sessions_active", "kill-sessions {host}");
  add("HUN3", "drift_unrecorded", "edit-host {host} --path /etc/limits.conf");
  add("SWN1", "unsafe_hold_is_bounded", "hold-requests {environment} --unsafe");
  add("SWN2", "allocations_are_bounded", "scale {environment} --allocations 40");
  add("SWN3", "not_ready", "mark-hot alloc-1");
  add("BDN1", "rollback_needs_promoted_artifact", "rebuild-from {environment} --branch main");
  add("BDN2", "edge_table_is_derived", "set-route edge-a {route} rel-1");
  add("BDN3", "database_check_required",
      "rollback {environment} --to rel-1 --without-database-check");
  add("RGN1", "sequence_gap", "skip-to edge-a 999");
  add("RGN2", "health_is_not_ownership", "choose-owner {route} --by health");
  add("RGN3", "gap_needs_baseline", "clear-gap edge-a");
  add("DRN1", "route_is_not_data", "rollback {environment} --to rel-1 --as data-repair");
  add("DRN2", "preview_over_production", "restore-over some-data --from other-main");
  add("PON2", "region_not_ready", "move-sessions {environment} --to north");
}

}  // namespace

void add_rows(RowList& list) {
  // A member that is down and a drain that ends elsewhere add entries: a count guesses the class by
  // chance, and cannot repair anything.
  list.instead("cheat:entry-counting", Must::fail_where_fault);
  list.by("cheat:repair-first", Must::fail_where_fault);
  list.by("cheat:refusal-oracle", Must::fail_where_fault);
  list.by("cheat:names-the-alert", Must::fail,
          {"no-headroom", "no-slots-left", "below-quorum", "drift", "stuck-sessions", "two-hosts",
           "already-upgraded"});
  for (auto const* kind :
       {"cheat:by-heart", "cheat:guess-and-close", "cheat:wait-and-close",
        "cheat:cordon-and-return", "cheat:check-until-well", "cheat:kill-and-rebuild",
        "cheat:edit-by-hand", "cheat:other-host", "cheat:drain-all", "cheat:hand-over"}) {
    list.by(kind, Must::fail);
  }
  list.by("cheat:rebuild-again", Must::fail, due);
  list.by_losing("cheat:all-refs", "OP2", 0);
  add_strategies(list);
  add_parts_left_out(list);
  add_prohibited_commands(list);
  add_exploits(list);
}

}  // namespace studylab::fuzz::host_upgrade
