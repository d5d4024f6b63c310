// What a gap of an edge came to: which routes, under which policy, for how long.
#include "control/edges/gap_record.h"

#include <algorithm>

#include "base/check.h"

namespace studylab::control {

std::vector<AffectedRoute> affected_routes(State const& state, PartitionId partition) {
  std::vector<AffectedRoute> routes;
  for (auto const& [name, environment] : state.environments) {
    if (environment.declared.partition != partition) continue;
    routes.push_back(
        {environment.declared.route, environment.gap_policy, environment.gap_policy_entry});
  }
  std::ranges::sort(routes, {}, &AffectedRoute::route);
  return routes;
}

}  // namespace studylab::control

namespace studylab::control::edges {

std::uint64_t refused_in(State const& state, RequestsObserved const& fact, PartitionId partition) {
  std::uint64_t refused = 0;
  for (auto const& row : fact.rows) {
    if (row.error != RequestError::edge_gap) continue;
    auto const environment = state.environment_by_route.find(row.route);
    if (environment == state.environment_by_route.end()) continue;
    auto const& declared = at_key(state.environments, environment->second).declared;
    if (declared.partition == partition) refused += row.requests;
  }
  return refused;
}

EdgeGapRecorded record_of(State const& state, GapMark const& mark, RequestsObserved const* also) {
  STUDYLAB_CHECK(mark.ended_at);
  EdgeGapRecorded record;
  record.edge = mark.seen.edge;
  record.partition = mark.seen.partition;
  record.cause = mark.seen.cause;
  record.seen_at = mark.seen.origin.at;
  record.ended_at = *mark.ended_at;
  record.routes = affected_routes(state, record.partition);
  record.refused = mark.refused;
  if (also != nullptr) record.refused += refused_in(state, *also, record.partition);
  record.seen = mark.entry;
  record.snapshot = mark.snapshot_entry;
  record.resumed = mark.resumed_entry;
  return record;
}

}  // namespace studylab::control::edges
