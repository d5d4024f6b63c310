#include "lab/desk/looks.h"

#include <fmt/format.h>

#include "lab/desk/look_rows.h"
#include "language/verbs.h"

namespace studylab::desk {
namespace {

Shown nothing_of_this_kind(Look const& asked) {
  auto const* row = language::find_verb(fmt::format("show {}", to_text(asked.look)));
  return std::unexpected{
      Refusal{RefusalCode::nothing_of_this_kind,
              fmt::format("this platform has no {}", language::what_is_lacking(*row)),
              "`help show` marks what is absent"}};
}

Shown fill(Page& page, Look const& asked) {
  switch (asked.look) {
    case LookKind::incident: return show_incident(page, asked);
    case LookKind::environments: return show_environments(page, asked);
    case LookKind::environment: return show_environment(page, asked);
    case LookKind::operations: return show_operations(page, asked);
    case LookKind::operation: return show_operation(page, asked);
    case LookKind::routes: return show_routes(page, asked);
    case LookKind::route: return show_route(page, asked);
    case LookKind::releases: return show_releases(page, asked);
    case LookKind::release: return show_release(page, asked);
    case LookKind::artifacts: return show_artifacts(page, asked);
    case LookKind::artifact: return show_artifact(page, asked);
    case LookKind::allocations: return show_allocations(page, asked);
    case LookKind::allocation: return show_allocation(page, asked);
    case LookKind::edges: return show_edges(page, asked);
    case LookKind::edge: return show_edge(page, asked);
    case LookKind::snapshot: return show_snapshot(page, asked);
    case LookKind::sessions: return show_sessions(page, asked);
    case LookKind::databases: return show_databases(page, asked);
    case LookKind::database: return show_database(page, asked);
    case LookKind::hosts: return show_hosts(page, asked);
    case LookKind::host: return show_host(page, asked);
    case LookKind::quorum: return show_quorum(page, asked);
    case LookKind::providers: return show_providers(page, asked);
    case LookKind::provider: return show_provider(page, asked);
    case LookKind::bindings: return show_bindings(page, asked);
    case LookKind::errors: return show_errors(page, asked);
    case LookKind::status: return show_status(page, asked);
    case LookKind::logs: return show_logs(page, asked);
    case LookKind::gate:
    case LookKind::backups:
    case LookKind::consumers:
    case LookKind::plan:
    case LookKind::regions: return nothing_of_this_kind(asked);
  }
  return nothing_of_this_kind(asked);
}

}  // namespace

std::expected<LookAnswer, Refusal> look(Look const& asked, LookContext const& context) {
  Page page{context};
  if (auto const shown = fill(page, asked); !shown) return std::unexpected{shown.error()};
  return std::move(page).answer();
}

bool asks_edges(Look const& asked) {
  return asked.look == LookKind::edges || asked.look == LookKind::edge ||
         (asked.look == LookKind::route && asked.edges);
}

std::string asked_text(Look const& asked) {
  if (asked.look == LookKind::logs) return "`logs`";
  return fmt::format("`show {}`", to_text(asked.look));
}

namespace {

// The look that lists what this one takes.
std::string_view lister_of(LookKind look) {
  switch (look) {
    case LookKind::operation: return "show operations";
    case LookKind::route: return "show routes";
    case LookKind::release: return "show releases ENV";
    case LookKind::artifact: return "show artifacts";
    case LookKind::allocation:
    case LookKind::logs: return "show allocations";
    case LookKind::edge:
    case LookKind::snapshot: return "show edges";
    case LookKind::database: return "show databases";
    case LookKind::host: return "show hosts";
    case LookKind::provider: return "show providers";
    default: return "show environments";
  }
}

}  // namespace

Refusal no_such(Look const& asked) {
  return {RefusalCode::no_such_thing,
          fmt::format("{} finds nothing that is called {}", asked_text(asked), asked.object),
          fmt::format("`{}` lists what it takes", lister_of(asked.look))};
}

std::expected<control::Environment const*, Refusal> environment_filter(Page const& page,
                                                                       Look const& asked) {
  if (asked.object.empty()) return nullptr;
  return find_in(page.state().environments, EnvironmentName{asked.object}, asked);
}

}  // namespace studylab::desk
