#include "lab/console/queries/queries.h"

#include <fmt/format.h>

#include "base/check.h"
#include "lab/console/queries/rows.h"

namespace studylab::console {
Refusal nothing_of_this_kind(std::string_view what) {
  return {RefusalCode::nothing_of_this_kind, fmt::format("this platform has no {}", what),
          "`help show` lists what can be queried"};
}

QueryTable const& table_of(QueryKind query) {
  switch (query) {
    case QueryKind::incident: return incident_query();
    case QueryKind::environments: return environments_query();
    case QueryKind::environment: return environment_query();
    case QueryKind::operations: return operations_query();
    case QueryKind::operation: return operation_query();
    case QueryKind::routes: return routes_query();
    case QueryKind::route: return route_query();
    case QueryKind::releases: return releases_query();
    case QueryKind::release: return release_query();
    case QueryKind::artifacts: return artifacts_query();
    case QueryKind::artifact: return artifact_query();
    case QueryKind::allocations: return allocations_query();
    case QueryKind::allocation: return allocation_query();
    case QueryKind::edges: return edges_query();
    case QueryKind::edge: return edge_query();
    case QueryKind::snapshot: return snapshot_query();
    case QueryKind::sessions: return sessions_query();
    case QueryKind::databases: return databases_query();
    case QueryKind::database: return database_query();
    case QueryKind::hosts: return hosts_query();
    case QueryKind::host: return host_query();
    case QueryKind::quorum: return quorum_query();
    case QueryKind::providers: return providers_query();
    case QueryKind::provider: return provider_query();
    case QueryKind::bindings: return bindings_query();
    case QueryKind::errors: return errors_query();
    case QueryKind::status: return status_query();
    case QueryKind::logs: return logs_query();
    case QueryKind::gate: return gate_query();
    case QueryKind::backups: return backups_query();
    case QueryKind::consumers: return consumers_query();
    case QueryKind::plan: return plan_query();
    case QueryKind::regions: return regions_query();
  }
  check_failed("a query", __FILE__, __LINE__);
}

std::expected<QueryAnswer, Refusal> query(Query const& asked, QueryContext const& context) {
  Page page{context};
  auto const& table = table_of(asked.query);
  if (auto const shown = table.show(page, asked); !shown) return std::unexpected{shown.error()};
  return std::move(page).answer();
}

bool asks_gates(Query const& asked) { return asked.query == QueryKind::gate; }

bool asks_edges(Query const& asked) {
  return asked.query == QueryKind::edges || asked.query == QueryKind::edge || asks_gates(asked) ||
         (asked.query == QueryKind::route && asked.edges);
}

std::string asked_text(Query const& asked) {
  if (asked.query == QueryKind::logs) return "`logs`";
  return fmt::format("`show {}`", to_text(asked.query));
}

namespace {

// The query that lists valid names for this query.
std::string_view lister_of(QueryKind query) {
  switch (query) {
    case QueryKind::operation:
    case QueryKind::plan: return "show operations";
    case QueryKind::route: return "show routes";
    case QueryKind::release: return "show releases ENV";
    case QueryKind::artifact: return "show artifacts";
    case QueryKind::allocation:
    case QueryKind::logs: return "show allocations";
    case QueryKind::edge:
    case QueryKind::snapshot: return "show edges";
    case QueryKind::database:
    case QueryKind::backups:
    case QueryKind::consumers: return "show databases";
    case QueryKind::host: return "show hosts";
    case QueryKind::provider: return "show providers";
    default: return "show environments";
  }
}

}  // namespace

Refusal no_such(Query const& asked) {
  return {RefusalCode::no_such_thing,
          fmt::format("{}: '{}' does not exist", asked_text(asked), asked.object),
          fmt::format("`{}` lists the valid names", lister_of(asked.query))};
}

std::expected<control::Environment const*, Refusal> find_environment(Page const& page,
                                                                     Query const& asked) {
  return find_in(page.state().environments, EnvironmentName{asked.object}, asked);
}

std::expected<AskedEnvironments, Refusal> find_environments(Page const& page, Query const& asked) {
  if (asked.object.empty()) return AskedEnvironments{};
  auto const found = find_environment(page, asked);
  if (!found) return std::unexpected{found.error()};
  return AskedEnvironments{*found};
}

}  // namespace studylab::console
