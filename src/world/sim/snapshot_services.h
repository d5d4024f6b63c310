#pragma once

#include <map>
#include <optional>
#include <string>

#include "world/exec/route_events.h"
#include "world/sim/sim_context.h"

namespace studylab::world::sim {

// The snapshot service of each control plane. All of them fold the same chain.
class SnapshotServices {
 public:
  SnapshotServices(SimContext& site, control::State const& state, exec::RouteEvents& events)
      : context_(site), state_(state), events_(events) {}

  void change(SnapshotServiceChange const& change);
  // The bytes of a snapshot; none: it refuses the connection. `ahead`: how far the clock of the
  // edge that asks is ahead.
  std::optional<std::string> answer(std::string const& control, PartitionId partition,
                                    Duration ahead);

 private:
  std::string key_of(std::string const& control) const;
  Snapshot genuine(PartitionId partition) const;
  Snapshot stale(PartitionId partition, std::uint32_t behind);
  Snapshot forged(PartitionId partition, SnapshotServiceChange const& change) const;
  Snapshot truncated(PartitionId partition) const;
  Snapshot replayed(PartitionId partition) const;
  Snapshot other_partition(PartitionId partition) const;

  SimContext& context_;
  control::State const& state_;
  exec::RouteEvents& events_;
  std::map<std::string, SnapshotServiceChange> changed_;  // by control plane, the latest
};

}  // namespace studylab::world::sim
