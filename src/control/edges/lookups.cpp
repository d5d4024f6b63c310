#include <algorithm>

#include <fmt/format.h>

#include "control/decision.h"
#include "control/edges/edges.h"
#include "control/routes/routes.h"

namespace studylab::control {

Edge const* edge_of(State const& state, std::string const& name) {
  auto const id = parse_id<EdgeId>(name);
  if (!id) return nullptr;
  auto const found = state.edges.find(*id);
  return found == state.edges.end() ? nullptr : &found->second;
}

std::unexpected<Refusal> no_edge(std::string const& name) {
  return refuse(RefusalCode::no_such_thing, fmt::format("edge '{}' does not exist", name),
                "`show edges` lists them");
}

std::vector<std::string> control_plane_names(State const& state) {
  if (state.control_planes.empty()) return {std::string{control_name}};
  std::vector<std::string> names;
  for (auto const& plane : state.control_planes) names.push_back(plane.name);
  return names;
}

bool follows_good_snapshot(Edge const& edge, RouteSequence from) {
  return std::ranges::any_of(edge.snapshots, [&](auto const& each) {
    auto const& snapshot = each.second;
    return snapshot.verdict == SnapshotVerdict::good && from == next(snapshot.fetched.sequence);
  });
}

bool acknowledged(Edge const& edge, PartitionId partition, RouteSequence sequence) {
  for (auto const& applied : edge.applied) {
    if (applied.partition == partition) return applied.sequence >= sequence;
  }
  return false;
}

std::vector<EdgeId> edges_behind(State const& state, PartitionId partition,
                                 RouteSequence sequence) {
  std::vector<EdgeId> behind;
  for (auto const& [id, edge] : state.edges) {
    if (!acknowledged(edge, partition, sequence)) behind.push_back(id);
  }
  return behind;
}

bool has_caught_up(State const& state, Edge const& edge) {
  if (!edge.gaps.empty()) return false;
  for (auto const& [id, partition] : state.partitions) {
    if (!acknowledged(edge, id, partition.last)) return false;
  }
  return true;
}

std::vector<PartitionId> partitions_to_repair(State const& state, EdgeId id) {
  auto const& edge = at_key(state.edges, id);
  std::vector<PartitionId> partitions;
  for (auto const& [partition_id, partition] : state.partitions) {
    bool const behind = !acknowledged(edge, partition_id, partition.last);
    if (behind || edge.gaps.contains(partition_id)) partitions.push_back(partition_id);
  }
  if (!partitions.empty()) return partitions;
  if (state.incident) return {partition_of(state, *state.incident)};
  if (!state.partitions.empty()) partitions.push_back(state.partitions.begin()->first);
  return partitions;
}

}  // namespace studylab::control
