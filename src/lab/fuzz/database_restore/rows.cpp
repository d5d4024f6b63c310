#include "lab/fuzz/database_restore/rows.h"

#include "lab/operators/database_restore/parts.h"
#include "lab/operators/restore_steps.h"

namespace studylab::fuzz::database_restore {
namespace {

using lab::Part;
namespace parts = lab::database_restore;

Variants const faulty{"corruption", "destructive-migration", "lost-writes", "wrong-environment",
                      "queue-consumers"};

void add_parts_left_out(RowList& list) {
  list.without(Part::classification, "OP2", 20, {});
  list.without(Part::class_refs, "OP2", 8, {});
  list.without(Part::because, "OP4", 0, faulty);
  list.without(parts::backups_query, "OP1", 10, {"wrong-environment"});
  list.without(parts::consumers_query, "OP1", 10, {"queue-consumers"});
  list.without(Part::plan, "OP1", 10, {"corruption", "destructive-migration", "lost-writes"});
  list.without(Part::plan, "DR3", 5, {"wrong-environment", "queue-consumers"});
  list.without(parts::class_first, "DR1", 0, {});
  list.without(parts::data_impact, "OP4", 0, faulty);
  list.without(lab::steps::own_facts, "DRN3", 10,
               {"corruption", "lost-writes", "wrong-environment", "queue-consumers"});
}

void add_prohibited_commands(RowList& list) {
  auto const add = [&](std::string_view rule, std::string_view code, std::string line) {
    list.prohibited(rule, code, std::move(line), faulty);
  };
  add("DRN1", "route_is_not_data", "rollback {environment} --to {target} --as data-repair");
  add("DRN2", "preview_over_production", "restore-over some-data --from other-main");
  add("BDN1", "rollback_needs_promoted_artifact", "rebuild-from {environment} --branch main");
  add("BDN2", "edge_table_is_derived", "set-route edge-a {route} {target}");
  add("HUN1", "sessions_active", "kill-sessions host-1");
  add("PON2", "region_not_ready", "move-sessions {environment} --to north");
}

}  // namespace

void add_rows(RowList& list) {
  // Impact on data that is not stated keeps the incident open.
  list.instead("cheat:boilerplate-impact", Must::fail,
               {"corruption", "destructive-migration", "lost-writes", "wrong-environment",
                "queue-consumers"});
  list.by_losing("cheat:boilerplate-impact", "DR5", 6, {"no-fault"});
  list.strategy("pitr", {"corruption", "lost-writes", "wrong-environment", "queue-consumers"});
  list.strategy("forward", {"destructive-migration"});
  add_parts_left_out(list);
  add_prohibited_commands(list);
  add_exploits(list);
}

}  // namespace studylab::fuzz::database_restore
