#pragma once

#include <optional>
#include <span>
#include <vector>

#include "lab/drill/decoys.h"
#include "lab/drill/setup.h"
#include "lab/drill/times.h"
#include "lab/drill/topology.h"

// What exists before the alert, the same in every variant: a host that is due for an upgrade, with
// an allocation of the incident's environment; another host that is being drained, with a second
// one; a third one elsewhere; and, if there are enough hosts, a healthy host that is cordoned.
namespace studylab::drill::host_upgrade {

// A healthy host has been cordoned since before the run. Where slots are short it is what a repair
// returns.
inline constexpr Decoy cordoned_spare{"cordoned-host"};
// Another host is drained when the run begins; it is empty soon after the alert, except where its
// drain stays open. Every drill has one.
inline constexpr Decoy drain_elsewhere{"drain-elsewhere"};

// The incident as only the lab knows it.
struct Incident {
  EnvironmentName environment;
  RouteKey route;
  HostId host;                     // due for an upgrade
  HostId drained;                  // another one, which is drained
  HostId third;                    // has the third allocation
  std::optional<HostId> cordoned;  // healthy
  AllocationId on_host, on_drained, on_third;
  OperationId drain;       // of the other host
  Digest declared;         // image
  Digest old;              // image that the host runs
  Instant drain_ends{};    // of the other host, soon after the alert
  std::uint32_t load = 0;  // allocations on the host
};

// Indices of the topology's hosts.
struct HostRoles {
  std::size_t host = 0, drained = 0, third = 0;
  std::optional<std::size_t> cordoned;
  std::vector<std::size_t> rest;
};
HostRoles draw_roles(DrawnTopology const& topology, Drill const& drill, Seed const& seed);

// Places every allocation, sets the hosts' slots accordingly, and adds the facts of this drill.
Incident place_incident(DrawnTopology const& topology, HostRoles const& roles, Seed const& seed,
                        Times const& times, DrawnRun& run);

}  // namespace studylab::drill::host_upgrade
