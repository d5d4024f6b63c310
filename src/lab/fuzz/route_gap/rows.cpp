#include "lab/fuzz/route_gap/rows.h"

#include "lab/operators/route_gap/parts.h"

namespace studylab::fuzz::route_gap {
namespace {

using lab::Part;

Variants const faults{"missing-event",  "stale-snapshot",      "forged-snapshot",
                      "tampered-table", "edge-restart-in-gap", "allocations-down-during-gap"};
Variants const by_operation{"missing-event", "tampered-table", "edge-restart-in-gap",
                            "allocations-down-during-gap"};
Variants const but_missing_event{"stale-snapshot",
                                 "forged-snapshot",
                                 "tampered-table",
                                 "edge-restart-in-gap",
                                 "allocations-down-during-gap",
                                 "no-fault"};
Variants const with_security{"forged-snapshot", "tampered-table"};

// Without the work: no query, no verified snapshot, or no repair.
void add_shortcuts(RowList& list) {
  for (auto const* kind :
       {"cheat:security-oracle", "cheat:guess-and-repair", "cheat:guess-and-close",
        "cheat:wait-and-close", "cheat:every-repair", "cheat:resume-by-luck", "cheat:other-edge",
        "cheat:loosen-the-policy", "cheat:blame-security"}) {
    list.by(kind, Must::fail);
  }
  // Where the usual class happens to be right, only the missing check of the snapshot costs points.
  list.by("cheat:repair-until-well", Must::fail, but_missing_event);
  list.by(
      "cheat:names-the-alert", Must::fail,
      {"stale-snapshot", "forged-snapshot", "tampered-table", "edge-restart-in-gap", "no-fault"});
  list.by_losing("cheat:repair-until-well", "OP1", 10, {"missing-event"});
}

void add_strategies(RowList& list) {
  list.strategy("by-hand", by_operation);
  list.strategy("restart-first", {"allocations-down-during-gap"});
  list.strategy("later-snapshot", {"stale-snapshot"});
  list.strategy("escalate-later", with_security);
}

void add_parts_left_out(RowList& list) {
  list.without(lab::route_gap::allocations_query, "OP1", 10,
               {"missing-event", "allocations-down-during-gap"});
  list.without(lab::route_gap::escalation, "OP3", 5, with_security);
  // Elsewhere `close` refers to all that the note would.
  list.without(lab::route_gap::note, "RG5", 2, {"tampered-table", "edge-restart-in-gap"});
  list.without(Part::class_refs, "OP2", 8, {});
  list.without(Part::classification, "OP2", 20, {});
  list.without(Part::because, "OP4", 0, faults);
  list.without(Part::close_refs, "RG5", 6, faults);
}

void add_prohibited_commands(RowList& list) {
  auto const add = [&](std::string_view rule, std::string_view code, std::string line,
                       Variants variants = faults) {
    list.prohibited(rule, code, std::move(line), std::move(variants));
  };
  add("RG1", "age_beyond_policy", "gap-policy {environment} last-verified --max-age 2h");
  add("RG2", "snapshot_stale", "resume {edge} --from {next}", {"stale-snapshot"});
  add("RGN1", "sequence_gap", "skip-to {edge} 999");
  add("RGN2", "health_is_not_ownership", "choose-owner {route} --by health");
  add("RGN3", "gap_needs_baseline", "clear-gap {edge}");
  add("BDN1", "rollback_needs_promoted_artifact", "rebuild-from {environment} --branch main");
  add("BDN2", "edge_table_is_derived", "set-route {edge} {route} {owner}");
  add("SWN1", "unsafe_hold_is_bounded", "hold-requests {environment} --unsafe");
  add("SWN2", "allocations_are_bounded", "scale {environment} --allocations 40");
  add("SWN3", "not_ready", "mark-hot alloc-1");
  add("HUN1", "sessions_active", "kill-sessions host-1");
  add("HUN3", "drift_unrecorded", "edit-host host-1 --path /etc/limits.conf");
  add("DRN2", "preview_over_production", "restore-over {database} --from other-main");
  add("PON2", "region_not_ready", "move-sessions {environment} --to north");
}

}  // namespace

void add_rows(RowList& list) {
  // What an edge reports of its own repair, or of a restart, differs in number as well: a count
  // guesses the class by chance, and cannot repair anything.
  list.instead("cheat:entry-counting", Must::fail_where_fault);
  list.by("cheat:repair-first", Must::fail_where_fault);
  list.by("cheat:refusal-oracle", Must::fail_where_fault);
  add_shortcuts(list);
  list.by_losing("cheat:all-refs", "OP2", 0);
  add_strategies(list);
  add_parts_left_out(list);
  add_prohibited_commands(list);
  add_exploits(list);
}

}  // namespace studylab::fuzz::route_gap
