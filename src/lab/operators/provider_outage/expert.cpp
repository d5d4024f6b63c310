#include "lab/operators/provider_outage/expert.h"

#include <algorithm>

#include <fmt/format.h>

#include "lab/operators/expert_steps.h"
#include "lab/operators/notes/notes.h"
#include "lab/operators/provider_outage/parts.h"
#include "lab/operators/provider_outage/repairs.h"
#include "lab/operators/provider_outage/scripts.h"

namespace studylab::lab::provider_outage {
namespace {

using enum FaultClass;

// An expert that finds nothing by then judges by what it has.
constexpr std::uint32_t max_queries = 40;

bool has_refused_credential(ProviderNotes const& notes) {
  return !notes.rejected.empty() && (notes.rejected_stated || notes.others_accepted);
}

// --- queries ---

bool is_known(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  if (!notes.sick.empty() || has_refused_credential(notes)) return true;
  bool const well = !notes.well_entry.empty() && notes.rejected.empty();
  return well || view.notes.commands > max_queries;
}

Line read_logs(ExpertView const& view) {
  bool const first = view.without(facts_first) && view.notes.commands == 0;
  return first ? Line{"logs " + view.notes.alert.environment} : std::nullopt;
}

// All providers and the environment's bindings, until a fault has shown itself or had the time to.
Line query_providers(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  auto const& line = view.notes.last_command;
  auto const bindings = "show bindings " + view.notes.alert.environment;
  if (notes.bindings_entry.empty()) return bindings;
  if (notes.providers_entry.empty()) return "show providers";
  if (is_known(view)) return std::nullopt;
  if (line.starts_with("wait ")) return bindings;
  if (line != bindings) return "wait 10s";
  // Whether the provider accepts other credentials.
  return notes.rejected.empty() ? "show providers" : "show provider " + notes.rejected_by;
}

// Until its page shows how calls of the environment fail, where it is bound to it.
Line query_provider(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  if (notes.sick.empty()) return std::nullopt;
  auto line = "show provider " + notes.sick;
  if (notes.provider_entry.empty()) return line;
  auto const& affected = notes.affected;
  bool const bound = std::ranges::find(affected, view.notes.alert.environment) != affected.end();
  if (!bound || !notes.failing_entry.empty() || view.notes.commands > max_queries) {
    return std::nullopt;
  }
  return view.notes.last_command == line ? "wait 10s" : line;
}

Line query_status(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  if (notes.sick.empty() || !notes.status_entry.empty()) return std::nullopt;
  return "show status";
}

bool is_database_sick(ProviderNotes const& notes) {
  return notes.kind == to_text(ProviderKind::database);
}

Line query_regions(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  if (!is_database_sick(notes) || !notes.regions_entry.empty()) return std::nullopt;
  return "show regions";
}

Line query_database(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  if (!is_database_sick(notes) || !notes.replica || !notes.database_provider.empty()) {
    return std::nullopt;
  }
  return "show database " + notes.database;
}

Line plan_failover(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  bool const its = notes.replica && notes.database_provider == notes.sick;
  if (!its || !notes.plan_entry.empty()) return std::nullopt;
  return fmt::format("failover {} --to {} --plan", notes.database, notes.region);
}

Line query_operations(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  if (notes.sick.empty() || !notes.operations_entry.empty()) return std::nullopt;
  return "show operations " + view.notes.alert.environment;
}

Line query_own_errors(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  if (!notes.sick.empty() || has_refused_credential(notes)) return std::nullopt;
  return steps::query_errors(view);
}

constexpr ExpertQuery queries[] = {
    {{}, read_logs},
    {providers_query, query_providers},
    {provider_query, query_provider},
    {status_query, query_status},
    {regions_query, query_regions},
    {Part::database_query, query_database},
    {Part::plan, plan_failover},
    {operations_query, query_operations},
    {Part::errors_query, query_own_errors},
};

// --- judgement ---

FaultClass class_by_facts(Notes const& notes) {
  auto const& found = notes.providers;
  if (found.sick.empty()) return has_refused_credential(found) ? credential : no_fault;
  if (found.kind == to_text(ProviderKind::database)) return database;
  if (found.kind == to_text(ProviderKind::object_store)) return object_store;
  if (found.kind == to_text(ProviderKind::queue)) return queue;
  return found.kind == to_text(ProviderKind::payment) ? payment : no_fault;
}

std::vector<std::string> clues(Notes const& notes, FaultClass fault_class) {
  auto const& found = notes.providers;
  if (fault_class == credential) return {found.rejected_entry, found.bindings_entry};
  if (fault_class == no_fault) return {found.well_entry, notes.errors.calm_entry};
  return {found.proofs_entry, found.failing_entry, found.status_entry, found.sick_entry};
}

std::string class_options(ExpertView const& view) {
  auto const& found = view.notes.providers;
  auto const fault_class = view.judged->fault_class;
  if (fault_class == credential) return " --scope customer";
  if (!is_outage(fault_class)) return {};
  bool const customers = !found.affected.empty();
  // Left out: the scope is wrong.
  if (view.without(scope)) return found.platform_degraded ? " --scope customer" : " --scope both";
  if (found.platform_degraded) return customers ? " --scope both" : " --scope platform";
  return " --scope customer";
}

// --- evidence ---

constexpr std::string_view object_queries[] = {"show operation ", "show providers"};

std::string query_repaired(ExpertView const& view) {
  auto const operation = steps::repair_operation(view);
  return operation.empty() ? "show providers" : "show operation " + operation;
}

std::string resolved_by(ExpertView const& view) {
  auto const operation = steps::resolved_by_operation(view);
  return operation.empty() ? view.notes.providers.recovered_entry : operation;
}

void fill(ExpertView const& view, std::string& line) {
  auto const& notes = view.notes.providers;
  steps::fill_in(line, "{provider}", notes.sick.empty() ? "postgres-1" : notes.sick);
  steps::fill_in(line, "{region}", notes.region.empty() ? "north" : notes.region);
  steps::fill_in(line, "{data}", notes.database.empty() ? "data" : notes.database);
  std::string unbound = "other/production";
  for (auto const& environment : notes.environments) {
    auto const& affected = notes.affected;
    if (std::ranges::find(affected, environment) == affected.end()) unbound = environment;
  }
  steps::fill_in(line, "{unbound}", unbound);
}

}  // namespace

constexpr RunbookExpert expert{
    .runbook = "provider-outage",
    .queries = queries,
    .class_by_facts = class_by_facts,
    .clues = clues,
    .hold = hold,
    .lift = lift,
    .strategies = strategies,
    .object_queries = object_queries,
    .symptom_query = "show incident",
    .query_repaired = query_repaired,
    .resolved_by = resolved_by,
    .fill = fill,
    .class_options = class_options,
    .scripts = scripts,
};

}  // namespace studylab::lab::provider_outage
