#include "edge/table.h"

#include <algorithm>

namespace studylab::edge {
namespace {

ServedPartition& served_partition(Table& table, PartitionId partition) {
  auto const at =
      std::ranges::lower_bound(table.partitions, partition, {}, &ServedPartition::partition);
  if (at != table.partitions.end() && at->partition == partition) return *at;
  ServedPartition added;
  added.partition = partition;
  return *table.partitions.insert(at, std::move(added));
}

void mark_gap(ServedPartition& served, PartitionJournal const& partition) {
  served.gap = partition.gap;
  served.gap_since = partition.gap_since;
}

// A copy of the table from before the event becomes the table with it; a table edited by hand keeps
// its edit.
void follow(OwnerTable& table, OwnerTable const& before, OwnerTable const& after,
            OwnerView const& owner) {
  if (shared(table, before)) {
    table = after;
  } else {
    table.put(owner);
  }
}

}  // namespace

void rebuild_partition(State& state, PartitionJournal const& partition) {
  ++state.version;
  auto& served = served_partition(state.table, partition.partition);
  bool const sound = partition.table.recomputed_checksum() == partition.expected;
  served.served = partition.table;
  served.verified = sound ? partition.table : OwnerTable{};
  mark_gap(served, partition);
}

void serve_event(State& state, PartitionJournal const& partition, EventApplied const& event,
                 OwnerTable const& before) {
  ++state.version;
  if (event.route.value().empty()) return;
  auto& served = served_partition(state.table, partition.partition);
  OwnerView const owner{event.route, event.release, event.epoch};
  follow(served.served, before, partition.table, owner);
  follow(served.verified, before, partition.table, owner);
}

void refresh_gaps(State& state) {
  ++state.version;
  for (auto const& partition : state.journal.partitions) {
    mark_gap(served_partition(state.table, partition.partition), partition);
  }
}

void refresh_routes(State& state) {
  ++state.version;
  auto& routes = state.table.routes;
  routes.clear();
  routes.reserve(state.memory.routes.size());
  for (auto const& [policy, reported] : state.memory.routes) {
    routes.push_back({policy.route, policy.environment, policy.partition, policy.gap_policy,
                      policy.gate ? Sleeps::may : Sleeps::never});
  }
  for (auto const& policy : state.journal.policies) refresh_policy(state, policy);
}

void refresh_policy(State& state, PolicyOverride const& policy) {
  ++state.version;
  auto& routes = state.table.routes;
  auto at = std::ranges::lower_bound(routes, policy.route, {}, &DeclaredRoute::route);
  if (at == routes.end() || at->route != policy.route) {
    at = routes.insert(at, {policy.route, {}, {}, {}});
  }
  at->policy = policy.policy;
}

}  // namespace studylab::edge
