#pragma once

#include <cstddef>
#include <string>

#include "lab/drill/times.h"
#include "lab/drill/topology.h"

// The events before the alert, the same in every variant: in the partition of the incident's route,
// two other environments promote a release within two seconds, while the log's connection to one
// edge is slow. Both events reach that edge when the connection recovers.
namespace studylab::drill::route_gap {

// The incident as only the lab knows it.
struct Incident {
  EnvironmentName environment;
  RouteKey route;
  PartitionId partition;
  EdgeId edge;                      // that has the gap
  ReleaseId owner;                  // of the route
  ReleaseId earlier;                // owned it before, without allocations now
  KeyEpoch epoch;                   // of the route
  Instant gap_at{};                 // when the events reach the edge
  std::string leader;               // the control plane that edges fetch snapshots from
  std::string follower;             // another one
  std::uint32_t pace = usual_pace;  // Times::pace
};

// Both promotions' routes get names in the incident's partition.
Incident draw_incident(DrawnTopology& topology, Seed const& seed, Times const& times);
// Once ids are assigned.
void name_releases(DrawnTopology const& topology, Incident& incident);

// The control planes, the leading one first; their keys are drawn.
std::vector<InitialFact> control_planes(Incident const& incident, Seed const& seed);

}  // namespace studylab::drill::route_gap
