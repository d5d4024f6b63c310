#pragma once

#include <expected>

#include "lab/console/queries/page.h"

// The parts of queries, one file per subject.
namespace studylab::console {

using Shown = std::expected<void, Refusal>;

// Rows that several queries print.
Row operation_row(Page& page, control::Operation const& operation);
Row stage_row(Page& page, control::Operation const& operation);
Row allocation_row(Page& page, control::Allocation const& allocation);
Row owner_row(Page& page, control::RouteOwner const& owner);
Row symptom_row(Page& page, control::Environment const& environment);
Row release_row(Page& page, control::Release const& release);
Row manifest_row(Page& page, control::Artifact const& artifact);
// Whether the edge answered this query's request.
bool answered(Page const& page, control::Edge const& edge);
// Snapshots that the edge has fetched.
std::vector<Row> snapshot_rows(Page& page, EdgeId edge);

// The object that the query names, or a refusal because it does not exist.
Refusal no_such(Query const& asked);
std::string asked_text(Query const& asked);
template <class Map, class Key>
std::expected<typename Map::mapped_type const*, Refusal> find_in(Map const& map, Key const& key,
                                                                 Query const& asked) {
  auto const found = map.find(key);
  if (found == map.end()) return std::unexpected{no_such(asked)};
  return &found->second;
}
template <class Map>
std::expected<typename Map::mapped_type const*, Refusal> find_numbered(Map const& map,
                                                                       Query const& asked) {
  auto const id = parse_id<typename Map::key_type>(asked.object);
  if (!id) return std::unexpected{no_such(asked)};
  return find_in(map, *id, asked);
}
// The environment that a query is limited to; nullptr: it is not limited.
std::expected<control::Environment const*, Refusal> environment_filter(Page const& page,
                                                                       Query const& asked);

Shown show_incident(Page& page, Query const& asked);
Shown show_status(Page& page, Query const& asked);
Shown show_environments(Page& page, Query const& asked);
Shown show_environment(Page& page, Query const& asked);
Shown show_quorum(Page& page, Query const& asked);
Shown show_operations(Page& page, Query const& asked);
Shown show_operation(Page& page, Query const& asked);
Shown show_routes(Page& page, Query const& asked);
Shown show_route(Page& page, Query const& asked);
Shown show_edges(Page& page, Query const& asked);
Shown show_edge(Page& page, Query const& asked);
Shown show_snapshot(Page& page, Query const& asked);
Shown show_releases(Page& page, Query const& asked);
Shown show_release(Page& page, Query const& asked);
Shown show_artifacts(Page& page, Query const& asked);
Shown show_artifact(Page& page, Query const& asked);
Shown show_allocations(Page& page, Query const& asked);
Shown show_allocation(Page& page, Query const& asked);
Shown show_hosts(Page& page, Query const& asked);
Shown show_host(Page& page, Query const& asked);
Shown show_sessions(Page& page, Query const& asked);
Shown show_databases(Page& page, Query const& asked);
Shown show_database(Page& page, Query const& asked);
Shown show_providers(Page& page, Query const& asked);
Shown show_provider(Page& page, Query const& asked);
Shown show_bindings(Page& page, Query const& asked);
Shown show_errors(Page& page, Query const& asked);
Shown show_logs(Page& page, Query const& asked);

}  // namespace studylab::console
