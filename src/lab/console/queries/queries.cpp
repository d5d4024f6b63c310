#include "lab/console/queries/queries.h"

#include <fmt/format.h>

#include "command_language/verbs.h"
#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

Shown nothing_of_this_kind(Query const& asked) {
  auto const* row = language::find_verb(fmt::format("show {}", to_text(asked.query)));
  return std::unexpected{
      Refusal{RefusalCode::nothing_of_this_kind,
              fmt::format("this platform has no {}", language::what_is_lacking(*row)),
              "`help show` marks what is absent"}};
}

Shown fill(Page& page, Query const& asked) {
  switch (asked.query) {
    case QueryKind::incident: return show_incident(page, asked);
    case QueryKind::environments: return show_environments(page, asked);
    case QueryKind::environment: return show_environment(page, asked);
    case QueryKind::operations: return show_operations(page, asked);
    case QueryKind::operation: return show_operation(page, asked);
    case QueryKind::routes: return show_routes(page, asked);
    case QueryKind::route: return show_route(page, asked);
    case QueryKind::releases: return show_releases(page, asked);
    case QueryKind::release: return show_release(page, asked);
    case QueryKind::artifacts: return show_artifacts(page, asked);
    case QueryKind::artifact: return show_artifact(page, asked);
    case QueryKind::allocations: return show_allocations(page, asked);
    case QueryKind::allocation: return show_allocation(page, asked);
    case QueryKind::edges: return show_edges(page, asked);
    case QueryKind::edge: return show_edge(page, asked);
    case QueryKind::snapshot: return show_snapshot(page, asked);
    case QueryKind::sessions: return show_sessions(page, asked);
    case QueryKind::databases: return show_databases(page, asked);
    case QueryKind::database: return show_database(page, asked);
    case QueryKind::hosts: return show_hosts(page, asked);
    case QueryKind::host: return show_host(page, asked);
    case QueryKind::quorum: return show_quorum(page, asked);
    case QueryKind::providers: return show_providers(page, asked);
    case QueryKind::provider: return show_provider(page, asked);
    case QueryKind::bindings: return show_bindings(page, asked);
    case QueryKind::errors: return show_errors(page, asked);
    case QueryKind::status: return show_status(page, asked);
    case QueryKind::logs: return show_logs(page, asked);
    case QueryKind::gate:
    case QueryKind::backups:
    case QueryKind::consumers:
    case QueryKind::plan:
    case QueryKind::regions: return nothing_of_this_kind(asked);
  }
  return nothing_of_this_kind(asked);
}

}  // namespace

std::expected<QueryAnswer, Refusal> query(Query const& asked, QueryContext const& context) {
  Page page{context};
  if (auto const shown = fill(page, asked); !shown) return std::unexpected{shown.error()};
  return std::move(page).answer();
}

bool asks_edges(Query const& asked) {
  return asked.query == QueryKind::edges || asked.query == QueryKind::edge ||
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
    case QueryKind::operation: return "show operations";
    case QueryKind::route: return "show routes";
    case QueryKind::release: return "show releases ENV";
    case QueryKind::artifact: return "show artifacts";
    case QueryKind::allocation:
    case QueryKind::logs: return "show allocations";
    case QueryKind::edge:
    case QueryKind::snapshot: return "show edges";
    case QueryKind::database: return "show databases";
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

std::expected<control::Environment const*, Refusal> environment_filter(Page const& page,
                                                                       Query const& asked) {
  if (asked.object.empty()) return nullptr;
  return find_in(page.state().environments, EnvironmentName{asked.object}, asked);
}

}  // namespace studylab::console
