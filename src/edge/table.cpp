#include "edge/table.h"

#include <algorithm>

namespace studylab::edge {
namespace {

Row& row_at(Table& table, RouteKey const& route) {
  auto at = std::ranges::lower_bound(table.rows, route, {}, &Row::route);
  if (at == table.rows.end() || at->route != route) {
    at = table.rows.insert(at, Row{});
    at->route = route;
  }
  return *at;
}

}  // namespace

void rebuild_partition(State& state, PartitionJournal const& partition) {
  std::erase_if(state.table.rows,
                [&](Row const& row) { return row.partition == partition.partition; });
  bool const sound = table_checksum(partition.owners) == partition.expected;
  for (auto const& owner : partition.owners) {
    auto& row = row_at(state.table, owner.route);
    row.partition = partition.partition;
    row.release = owner.release;
    row.epoch = owner.epoch;
    row.verified = sound ? owner.release : ReleaseId{};
  }
  refresh_rows(state);
}

void set_row(State& state, PartitionJournal const& partition, EventApplied const& event) {
  ++state.version;
  if (event.route.value().empty()) return;
  auto& row = row_at(state.table, event.route);
  bool const is_new = row.partition != partition.partition;
  row.partition = partition.partition;
  row.release = event.release;
  row.epoch = event.epoch;
  row.verified = event.release;
  if (is_new) refresh_rows(state);
}

void refresh_rows(State& state) {
  ++state.version;
  for (auto const& [policy, reported] : state.memory.routes) {
    auto& row = row_at(state.table, policy.route);
    row.environment = policy.environment;
    row.policy = policy.gap_policy;
    if (!row.partition) row.partition = policy.partition;
  }
  for (auto const& override : state.journal.policies) {
    row_at(state.table, override.route).policy = override.policy;
  }
  for (auto& row : state.table.rows) {
    auto const* partition = state.journal.find(row.partition);
    row.gap = partition ? partition->gap : GapCause::no_baseline;
    row.gap_since = partition ? partition->gap_since : Instant{};
  }
}

std::vector<OwnerView> served_owners(Table const& table, PartitionId partition) {
  std::vector<OwnerView> owners;
  for (auto const& row : table.rows) {
    if (row.partition == partition && row.release) {
      owners.push_back({row.route, row.release, row.epoch});
    }
  }
  return owners;
}

}  // namespace studylab::edge
