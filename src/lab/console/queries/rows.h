#pragma once

#include "lab/console/queries/table.h"

// The queries, one file per subject, and what they share.
namespace studylab::console {

// Rows that several queries print.
Row<control::Operation> const& operation_row();
Row<control::Allocation> const& allocation_row();
Row<control::RouteOwner> const& owner_row();
Row<control::Symptom> const& symptom_row();
Row<control::FetchedSnapshot> const& snapshot_row();
// Whether errors of the environment are over the threshold; of a wake that is stuck, whether it
// still is.
control::Symptom error_symptom(Page const& page, control::Environment const& environment);
// --- of providers_fields.cpp ---
Row<control::Provider> const& watch_row();
control::Provider const* if_watched(control::Provider const& provider);
// What the proxies counted.
Row<control::Binding> const& calls_row();
control::Binding const* calls_of(control::Binding const& binding);
std::vector<Field<control::Provider>> provider_sections();
std::vector<Field<Everything>> health_sections();
// --- of upgrades.cpp ---
// A file that a check found changed on a host.
struct DriftShown {
  DriftedPath drifted;
  EntryId entry;
  EntryId recorded;  // none: it is not recorded
};
Row<DriftShown> const& drift_row();
std::optional<std::vector<DriftShown>> drift_of(control::Host const& host);
// The ages of an allocation's sessions, and what happens to them at a drain.
Row<control::SessionAges> const& ages_row();
Row<control::Host> const& drain_limits_row();
// What leaves by a drain.
Row<control::kinds::Leaving> const& leaving_row();
std::optional<std::vector<control::kinds::Leaving>> leaving_of(control::Operation const& operation);
// Snapshots that the edge has fetched.
std::vector<control::FetchedSnapshot const*> snapshots_of(control::Edge const& edge);
// Whether the edge answered this query's request.
bool answered(Page const& page, control::Edge const& edge);

// The objects of a map that `which` accepts.
template <class Map, class Which>
std::vector<typename Map::mapped_type const*> objects_of(Map const& map, Which which) {
  std::vector<typename Map::mapped_type const*> objects;
  for (auto const& [key, object] : map) {
    if (which(object)) objects.push_back(&object);
  }
  return objects;
}
template <class Map>
std::vector<typename Map::mapped_type const*> objects_of(Map const& map) {
  return objects_of(map, [](auto const&) { return true; });
}
// A text that may be empty, which then is null.
inline std::optional<std::string_view> unless_empty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

// The object that the query names, or a refusal because it does not exist.
Refusal no_such(Query const& asked);
// The platform has no objects of this kind, which `what` names.
Refusal nothing_of_this_kind(std::string_view what);
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
std::expected<control::Environment const*, Refusal> find_environment(Page const& page,
                                                                     Query const& asked);

// All environments, or the one that the query names.
struct AskedEnvironments {
  control::Environment const* only = nullptr;
  bool includes(EnvironmentName const& name) const {
    return only == nullptr || only->declared.environment == name;
  }
};
std::expected<AskedEnvironments, Refusal> find_environments(Page const& page, Query const& asked);

// --- one table per query ---
QueryTable const& table_of(QueryKind query);

QueryTable const& incident_query();
QueryTable const& status_query();
QueryTable const& environments_query();
QueryTable const& environment_query();
QueryTable const& quorum_query();
QueryTable const& operations_query();
QueryTable const& operation_query();
QueryTable const& routes_query();
QueryTable const& route_query();
QueryTable const& edges_query();
QueryTable const& edge_query();
QueryTable const& snapshot_query();
QueryTable const& gate_query();
QueryTable const& releases_query();
QueryTable const& release_query();
QueryTable const& artifacts_query();
QueryTable const& artifact_query();
QueryTable const& allocations_query();
QueryTable const& allocation_query();
QueryTable const& hosts_query();
QueryTable const& host_query();
QueryTable const& sessions_query();
QueryTable const& databases_query();
QueryTable const& database_query();
QueryTable const& backups_query();
QueryTable const& consumers_query();
QueryTable const& plan_query();
// The sections of a restore's plan.
Fields<control::Operation> const& restore_plan_fields();
QueryTable const& providers_query();
QueryTable const& provider_query();
QueryTable const& bindings_query();
QueryTable const& regions_query();
QueryTable const& errors_query();
QueryTable const& logs_query();

// --- the answers to plans and to commands that were carried out ---
Described const& plan_sections();
Described const& done_sections();

}  // namespace studylab::console
