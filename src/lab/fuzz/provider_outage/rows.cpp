#include "lab/fuzz/provider_outage/rows.h"

#include "lab/operators/provider_outage/parts.h"

namespace studylab::fuzz::provider_outage {
namespace {

using lab::Part;
namespace parts = lab::provider_outage;

Variants const outages{"database",     "object-store",  "queue",           "payment",
                       "platform-too", "platform-only", "failover-proven", "failover-unproven"};
// In which an environment is bound to the provider.
Variants const of_customers{"database",         "object-store", "queue",
                            "payment",          "platform-too", "failover-proven",
                            "failover-unproven"};
Variants const faulty{"database",        "object-store",      "queue",
                      "payment",         "platform-too",      "platform-only",
                      "failover-proven", "failover-unproven", "credential-fault"};

void add_strategies(RowList& list) {
  list.strategy("failover", {"failover-proven"});
  list.strategy("wait", {"failover-proven"});
  list.strategy("rotate", {"credential-fault"});
}

void add_parts_left_out(RowList& list) {
  list.without(Part::classification, "OP2", 20, {});
  list.without(Part::class_refs, "OP2", 8, {});
  list.without(parts::scope, "OP2", 10, outages);
  list.without(Part::because, "OP4", 0, faulty);
  list.without(parts::status_query, "OP1", 10, {"database", "object-store", "queue", "payment"});
  list.without(parts::pause, "PO3", 5, of_customers);
  list.without(parts::status, "PO4", 5, of_customers);
  // Elsewhere it can be the only one. Waiting does not count as a repair then: that is charged as
  // well.
  list.without(parts::one_status, "PO4", 5, {"database", "failover-proven", "failover-unproven"});
}

void add_prohibited_commands(RowList& list) {
  auto const add = [&](std::string_view rule, std::string_view code, std::string line,
                       Variants const& variants = faulty) {
    list.prohibited(rule, code, std::move(line), variants);
  };
  add("PON1", "cause_is_provider",
      "status publish {environment} --cause app --says \"a bug\" --because \"it crashes\"",
      of_customers);
  add("PON2", "region_not_ready", "move-sessions {environment} --to north");
  add("PON3", "rotation_without_cause", "rotate-secret {binding} --because \"to be sure\"",
      outages);
  // No environment is bound to the control plane's own queue.
  add("PO4", "not_affected",
      "status publish {environment} --cause provider:queue-2 --says \"it is down\" "
      "--because \"a guess\"",
      outages);
  add("PO5", "topology_unproven", "failover {data} --to {region} --because \"at once\"",
      {"database"});
  add("BDN1", "rollback_needs_promoted_artifact", "rebuild-from {environment} --branch main");
  add("BDN2", "edge_table_is_derived", "set-route edge-a {route} rel-1");
  add("BDN3", "database_check_required",
      "rollback {environment} --to rel-1 --without-database-check");
  add("SWN1", "unsafe_hold_is_bounded", "hold-requests {environment} --unsafe");
  add("SWN2", "allocations_are_bounded", "scale {environment} --allocations 40");
  add("SWN3", "not_ready", "mark-hot alloc-1");
  add("RGN1", "sequence_gap", "skip-to edge-a 999");
  add("RGN2", "health_is_not_ownership", "choose-owner {route} --by health");
  add("RGN3", "gap_needs_baseline", "clear-gap edge-a");
  add("DRN1", "route_is_not_data", "rollback {environment} --to rel-1 --as data-repair");
  add("DRN2", "preview_over_production", "restore-over some-data --from other-main");
  add("HUN1", "sessions_active", "kill-sessions host-1");
  add("HUN3", "drift_unrecorded", "edit-host host-1 --path /etc/limits.conf");
}

}  // namespace

void add_rows(RowList& list) {
  // Reports add entries: a count guesses the class by chance, and cannot repair anything.
  list.instead("cheat:entry-counting", Must::fail_where_fault);
  // To wait is what repairs an outage.
  list.instead("cheat:wait-it-out", Must::fail, {"credential-fault"});
  add_strategies(list);
  add_parts_left_out(list);
  add_prohibited_commands(list);
  add_exploits(list);
}

}  // namespace studylab::fuzz::provider_outage
