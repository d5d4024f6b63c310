#include "lab/hints/bad_deploy/hints.h"

#include <algorithm>

#include <fmt/format.h>

#include "control/databases/databases.h"

namespace studylab::hints::bad_deploy {
namespace {

bool queried_edges(HintView const& view) {
  return std::ranges::any_of(view.entries, [](FactEntry const& entry) {
    auto const* queried = fact_if<Queried>(entry.fact);
    return queried != nullptr && queried->query == "route" &&
           queried->act.line.find("--edges") != std::string::npos;
  });
}

bool truth_found(HintView const& view) {
  return queried(view, "operation") && queried_edges(view) && queried(view, "errors") &&
         queried(view, "bindings") && planned(view, "rollback");
}

std::string query_hint(HintView const& view) {
  auto const& opened = view.opened();
  if (!queried(view, "operation")) {
    return fmt::format("`show operation {}` prints the stage that the change has reached, and why",
                       to_text(operation_of(opened)));
  }
  if (!queried_edges(view)) {
    return fmt::format(
        "`show route {} --edges` prints the route owner, and the owner in each edge's own table",
        to_text(route_of(opened)));
  }
  if (!queried(view, "errors")) {
    return fmt::format(
        "`show errors {}` prints which answers failed, at which edge, and with which error",
        to_text(environment_of(opened)));
  }
  return fmt::format(
      "`show bindings {}` prints which bindings answer, since when, and which releases need them",
      to_text(environment_of(opened)));
}

std::string truth(HintView const& view, std::uint32_t step) {
  if (step == 1) {
    return "find the truth: query the operation and the route owner first, logs later (OP1, BD2)";
  }
  if (step == 2) return query_hint(view);
  return fmt::format(
      "`rollback {} --to REL --plan` prints whether an earlier release fits, and changes nothing",
      to_text(environment_of(view.opened())));
}

// Whether a check found rows that a migration removed, and which database misses them.
std::string damaged_database(HintView const& view) {
  auto const* database = control::database_of(view.state, environment_of(view.opened()));
  bool const damaged = database != nullptr && control::is_damaged(*database);
  return damaged ? database->registered.database.value() : std::string{};
}

std::string restore_hint(std::string const& database) {
  return fmt::format(
      "no release brings rows back: `fence {0}`, `restore plan {0}`, `restore run` with a method "
      "that meets the RPO, `restore cutover`, `reconcile` each consumer, `unfence {0}`",
      database);
}

std::string repair_hint(FaultClass fault_class, std::string const& environment) {
  switch (fault_class) {
    case FaultClass::app_only:
      return fmt::format(
          "`rollback {} --to REL` returns the route to an earlier release that served well",
          environment);
    case FaultClass::database_migration:
      return fmt::format(
          "`deploy {0} --release REL --forward-fix` with a release whose plan fits; if there is "
          "none, `notify-owner {0} --repair migration` asks the app owner for one",
          environment);
    case FaultClass::runtime_service:
      return fmt::format("`notify-owner {0} --repair binding NAME`, or `rollback {0} --to REL`",
                         environment);
    case FaultClass::route_propagation:
      return "`repair-propagation EDGE` gives that edge a new baseline";
    default: return "if nothing is broken, repair nothing: `wait --until symptom-gone`";
  }
}

std::string action(HintView const& view, std::uint32_t step) {
  auto const& environment = environment_of(view.opened());
  if (step == 1) {
    return "act: freeze promotions, then carry out the smallest repair of what is broken (BD1, "
           "OP3)";
  }
  if (step == 2) {
    return control::frozen(view.state.environments.at(environment))
               ? "a hold or repair with `--plan` prints what it would do, and changes nothing"
               : fmt::format("`freeze {}` keeps waiting promotions from undoing a repair",
                             to_text(environment));
  }
  auto const database = damaged_database(view);
  if (!database.empty()) return restore_hint(database);
  return repair_hint(view.state.incident->classified->fault_class, to_text(environment));
}

constexpr std::string_view symptom_queries[] = {"errors", "incident"};

std::string query_after(HintView const& view) {
  return fmt::format("`show errors {}`", to_text(environment_of(view.opened())));
}

}  // namespace

constexpr RunbookHints hints{
    .runbook = "bad-deploy",
    .truth_found = truth_found,
    .truth = truth,
    .class_rule = "BD3",
    .compare =
        "compare what failed, at which edges, which bindings answer, and the verdict of a "
        "rollback's plan",
    .action = action,
    .symptom_queries = symptom_queries,
    .query_after = query_after,
};

}  // namespace studylab::hints::bad_deploy
