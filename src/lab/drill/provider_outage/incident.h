#pragma once

#include <vector>

#include "lab/drill/setup.h"
#include "lab/drill/times.h"
#include "lab/drill/topology.h"

// What exists before the alert, the same in every variant: an environment with a binding to its
// database, an archive, an object store, a queue and a payment provider; other environments whose
// database one of two providers runs; what the control plane itself needs, which is the archive's
// provider and a queue of its own; a second region with a replica of the incident's database, or a
// place for one; and work that is scheduled for soon after the alert, one piece for each of these
// providers.
namespace studylab::drill::provider_outage {

// The incident as only the lab knows it.
struct Incident {
  EnvironmentName environment;
  RouteKey route;
  DatabaseName database;
  BindingName credential;  // of the environment's binding to its database's provider
  RegionName home, away;
  ProviderName records;    // runs the archive, and keeps the control plane's records
  ProviderName job_queue;  // the control plane's own; no environment is bound to it
  ProviderName standby;    // runs the replica
  Instant alert_at{};
};

// Adds the bindings that the drawn environment lacks. Before its history is drawn.
void bind_all_kinds(DrawnEnvironment& environment);
// A migration of the newest release that waits for its time. Before ids are given.
void schedule_migration(DrawnTopology& topology, Seed const& seed, Times const& times);
// Adds the providers, regions and jobs to the initial facts.
Incident place_incident(DrawnTopology const& topology, Seed const& seed, Times const& times,
                        DrawnRun& run);

}  // namespace studylab::drill::provider_outage
