#include "lab/hints/database_restore/hints.h"

#include <fmt/format.h>

namespace studylab::hints::database_restore {
namespace {

std::string database(HintView const& view) { return database_of(view.opened()).value(); }

bool truth_found(HintView const& view) {
  return queried(view, "database") && queried(view, "backups") && queried(view, "consumers") &&
         queried(view, "plan");
}

std::string query_hint(HintView const& view) {
  if (!queried(view, "database")) {
    return fmt::format(
        "`show database {}` prints its data class, RPO and RTO, and what its check "
        "found",
        database(view));
  }
  if (!queried(view, "backups")) {
    return fmt::format("`show backups {}` prints whose data each backup has", database(view));
  }
  if (!queried(view, "consumers")) {
    return fmt::format("`show consumers {}` prints each consumer's position", database(view));
  }
  return fmt::format("`restore plan {}`, then `show plan OP`, compares the methods",
                     database(view));
}

std::string truth(HintView const& view, std::uint32_t step) {
  if (step == 1) {
    return "find the truth: data class, RPO, RTO and environment first, then what is damaged since "
           "when and by what (OP1, DR1)";
  }
  if (step == 2) return query_hint(view);
  return "a plan shows for each method what it reaches, what it loses against the RPO, and what it "
         "cannot bring back (DR3)";
}

std::string repair_hint(FaultClass fault_class, std::string const& name) {
  if (fault_class == FaultClass::no_fault) {
    return "if nothing is damaged, repair nothing: `wait --until symptom-gone`";
  }
  auto const* method = fault_class == FaultClass::destructive_migration ? "forward-repair" : "pitr";
  return fmt::format(
      "`restore run {} --plan OP --method {}`, `restore cutover`, `reconcile` each "
      "consumer, `unfence {}`",
      name, method, name);
}

std::string action(HintView const& view, std::uint32_t step) {
  if (step == 1) {
    return fmt::format(
        "act: stop the writers first with `fence {}`; a release that writes wrong "
        "rows must not own the route when they are let in (DR2, DR4)",
        database(view));
  }
  if (step == 2) return "settle each consumer's events by its own facts (DRN3)";
  return repair_hint(view.state.incident->classified->fault_class, database(view));
}

constexpr std::string_view symptom_queries[] = {"database", "incident"};

std::string query_after(HintView const& view) {
  return fmt::format("`show database {}`", database(view));
}

}  // namespace

constexpr RunbookHints hints{
    .runbook = "database-restore",
    .truth_found = truth_found,
    .truth = truth,
    .class_rule = "OP2",
    .compare =
        "compare what the check says wrote or removed the rows (a release, a migration, a "
        "failover, a restore or a consumer) with the plan's methods",
    .action = action,
    .symptom_queries = symptom_queries,
    .query_after = query_after,
};

}  // namespace studylab::hints::database_restore
