#include "lab/operators/bad_deploy/expert.h"

#include <fmt/format.h>

#include "lab/operators/bad_deploy/cheats.h"
#include "lab/operators/bad_deploy/repairs.h"
#include "lab/operators/bad_deploy/scripts.h"
#include "lab/operators/expert_steps.h"
#include "lab/operators/restore_steps.h"

namespace studylab::lab::bad_deploy {
namespace {

using enum FaultClass;

Line query_plan(ExpertView const& view) {
  if (!view.notes.releases.rollback_plans.empty()) return std::nullopt;
  auto const target = rollback_target(view);
  if (target.empty()) return std::nullopt;
  return fmt::format("rollback {} --to {} --plan", view.notes.alert.environment, target);
}

// Operation and route owner first, then what distinguishes the classes; logs are not needed.
constexpr ExpertQuery queries[] = {
    {Part::operation_query, steps::query_operation},
    {Part::route_query, steps::query_route},
    {Part::bindings_query, steps::query_bindings},
    {{}, steps::query_releases},
    {{}, steps::query_environment},
    {Part::database_query, steps::query_checked_database},
    {Part::errors_query, steps::query_errors},
    {Part::plan, query_plan},
};

FaultClass class_by_facts(Notes const& notes) {
  if (!notes.errors.over_since_alert && !notes.errors.calm_entry.empty()) return no_fault;
  if (!notes.routes.behind.empty()) return route_propagation;
  if (!notes.bindings.gone.empty()) return runtime_service;
  for (auto const& [release, plan] : notes.releases.rollback_plans) {
    if (plan.finding == "incompatible") return database_migration;
  }
  return app_only;
}

std::vector<std::string> clues(Notes const& notes, FaultClass fault_class) {
  auto const& errors = notes.errors;
  if (fault_class == no_fault) return {errors.calm_entry, errors.queried};
  std::vector<std::string> found{errors.failing_entry, errors.queried};
  if (fault_class == route_propagation) {
    for (auto const& [edge, behind] : notes.routes.behind) found.push_back(behind.entry);
    found.push_back(notes.routes.queried);
    return found;
  }
  if (fault_class == runtime_service) {
    for (auto const& [binding, gone] : notes.bindings.gone) found.push_back(gone.entry);
    found.push_back(notes.bindings.queried);
    return found;
  }
  for (auto const& [release, plan] : notes.releases.rollback_plans) found.push_back(plan.entry);
  if (fault_class == database_migration) found.push_back(notes.databases.migration_entry);
  if (fault_class == app_only) found.push_back(notes.bindings.probe_entry);
  return found;
}

constexpr std::string_view object_queries[] = {"show route {route}", "show operation ",
                                               "show bindings ", "show plan "};

std::string query_repaired(ExpertView const& view) {
  auto const& alert = view.notes.alert;
  if (view.notes.people.repair == "binding") return "show bindings " + alert.environment;
  auto const& restores = view.notes.restores;
  if (restores.began) return "show plan " + restores.plan;
  return fmt::format("show route {} --edges", alert.route);
}

std::string resolved_by(ExpertView const& view) {
  auto entry = steps::resolved_by_operation(view);
  if (entry.empty() && view.notes.people.repair == "binding") entry = view.notes.people.answer;
  return entry;
}

void fill(ExpertView const& view, std::string& line) {
  auto const lost = lost_release(view.notes);
  steps::fill_in(line, "{target}", rollback_target(view));
  steps::fill_in(line, "{lost}", lost.empty() ? "rel-0" : lost);
  steps::fill_in(line, "{plan}", view.notes.restores.plan);
}

}  // namespace

constexpr RunbookExpert expert{
    .runbook = "bad-deploy",
    .queries = queries,
    .class_by_facts = class_by_facts,
    .clues = clues,
    .hold = steps::freeze,
    .lift = steps::unfreeze,
    .strategies = strategies,
    .object_queries = object_queries,
    .symptom_query = "show errors {environment}",
    .query_repaired = query_repaired,
    .resolved_by = resolved_by,
    .fill = fill,
    .operators = cheats,
    .scripts = scripts,
};

}  // namespace studylab::lab::bad_deploy
