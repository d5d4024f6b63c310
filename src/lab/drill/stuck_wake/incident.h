#pragma once

#include <cstddef>

#include "lab/drill/decoys.h"
#include "lab/drill/times.h"
#include "lab/drill/topology.h"

// What exists before the alert, the same in every variant: an environment that sleeps and whose
// newest release has never run, another one that wakes without trouble, and a cordoned host.
namespace studylab::drill::stuck_wake {

// Another environment sleeps too, gets requests and becomes hot.
inline constexpr Decoy wake_elsewhere{"wake-elsewhere"};
// A healthy host has been cordoned since before the run. Every drill has one; where slots are taken
// it is what a repair returns.
inline constexpr Decoy cordoned_host{"cordoned-host"};

// The incident's gate is full, and the alert is out, before this much of the run has passed; its
// wake places nothing before `incident_settle` has passed.
inline constexpr Duration latest_alert = std::chrono::milliseconds{3500};
inline constexpr Duration incident_settle = std::chrono::seconds{4};

// The incident as only the lab knows it.
struct Incident {
  EnvironmentName environment;
  RouteKey route;
  ReleaseId release;   // the route's owner; it has not run yet
  ReleaseId previous;  // last ran, and served well
  Digest digest;       // of `release`
  BindingName added;   // only `release` needs it
  BindingName common;  // every release needs it
  HostId cordoned;
  EnvironmentName elsewhere;  // that wakes
};

// Indices into the topology.
struct IncidentParts {
  std::size_t release = 0;   // of the incident's environment
  std::size_t previous = 0;  // of the incident's environment
  BindingName added;
  BindingName common;
  std::size_t cordoned = 0;   // host
  std::size_t elsewhere = 0;  // environment; the incident's: none
};
IncidentParts draw_incident(DrawnTopology& topology, Drill const& drill, Seed const& seed,
                            Times const& times);

}  // namespace studylab::drill::stuck_wake
