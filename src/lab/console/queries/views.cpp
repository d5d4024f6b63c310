#include "lab/console/queries/views.h"

#include <algorithm>

#include "lab/console/render/wide.h"

namespace studylab::console {
namespace {

void write(Sheet& sheet, Query const& asked, Record const& data) {
  switch (asked.query) {
    case QueryKind::incident: return view_incident(sheet, data);
    case QueryKind::environments: return view_environments(sheet, data);
    case QueryKind::environment: return view_environment(sheet, data);
    case QueryKind::operations: return view_operations(sheet, asked, data);
    case QueryKind::operation: return view_operation(sheet, data);
    case QueryKind::routes: return view_routes(sheet, data);
    case QueryKind::route: return view_route(sheet, data);
    case QueryKind::releases: return view_releases(sheet, asked, data);
    case QueryKind::release: return view_release(sheet, data);
    case QueryKind::artifacts: return view_artifacts(sheet, data);
    case QueryKind::artifact: return view_artifact(sheet, data);
    case QueryKind::allocations: return view_allocations(sheet, asked, data);
    case QueryKind::allocation: return view_allocation(sheet, data);
    case QueryKind::edges: return view_edges(sheet, data);
    case QueryKind::edge: return view_edge(sheet, data);
    case QueryKind::gate: return view_gate(sheet, asked, data);
    case QueryKind::snapshot: return view_snapshot(sheet, asked, data);
    case QueryKind::sessions: return view_sessions(sheet, asked, data);
    case QueryKind::databases: return view_databases(sheet, data);
    case QueryKind::database: return view_database(sheet, data);
    case QueryKind::hosts: return view_hosts(sheet, data);
    case QueryKind::host: return view_host(sheet, data);
    case QueryKind::quorum: return view_quorum(sheet, data);
    case QueryKind::providers: return view_providers(sheet, data);
    case QueryKind::provider: return view_provider(sheet, data);
    case QueryKind::bindings: return view_bindings(sheet, asked, data);
    case QueryKind::errors: return view_errors(sheet, asked, data);
    case QueryKind::status: return view_status(sheet, data);
    case QueryKind::logs: return view_logs(sheet, asked, data);
    case QueryKind::backups: return view_backups(sheet, asked, data);
    case QueryKind::consumers: return view_consumers(sheet, asked, data);
    case QueryKind::plan: return view_plan(sheet, data);
    case QueryKind::regions: return view_regions(sheet, data);
  }
}

}  // namespace

std::string query_text(Query const& asked, Detail detail, language::Data const& data,
                       Moment const& moment, Screen const& screen) {
  if (detail == Detail::full) return wide_text(language::json_of(data), moment, screen);
  Sheet sheet{screen, moment};
  write(sheet, asked, Record{data});
  return sheet.text();
}

std::string in_words(std::string word) {
  std::ranges::replace(word, '_', ' ');
  return word;
}

void put_table(Sheet& sheet, std::vector<Styled> title, Table table, Fold fold,
               std::string_view nothing) {
  for (auto const& shared : table.take_shared()) {
    bool const named = std::ranges::any_of(
        title, [&](Styled const& part) { return part.plain() == shared.value; });
    if (!named) title.emplace_back(shared.title + " " + shared.value);
  }
  sheet.heading(title);
  sheet.table(table, fold, nothing);
}

}  // namespace studylab::console
