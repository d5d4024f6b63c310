#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lab/drill/decoys.h"
#include "lab/drill/setup.h"
#include "lab/drill/times.h"
#include "lab/drill/topology.h"

// What exists before the alert, the same in every variant: a database with a log, backups,
// consumers, a migration, a failover and a restore elsewhere; and a release that took over minutes
// ago.
namespace studylab::drill::database_restore {

// What happened to the data, at first harmlessly: a fault changes one of these.
struct Past {
  OperationId migration;
  MigrationName migrated;
  Instant migrated_at{};
  Instant failed_over_at{};
  OperationId restore;  // of another environment
  Instant restored_at{};
  EnvironmentName elsewhere;
  DatabaseName database_elsewhere;
  Instant promoted_at{};  // `release` took over
  Instant replayed_at{};  // when a consumer may have gone back
};

// The incident as only the lab knows it.
struct Incident {
  EnvironmentName environment;
  RouteKey route;
  DatabaseName database;
  ReleaseId release;  // owns the route
  Past past;
  ConsumerName ledger, billing, mailer;
  std::uint64_t writes_per_minute = 0;
  CommitPosition log_end;  // when the run begins
  std::uint32_t users = 0;
  Instant began{};

  // The end of the log at an instant before the run.
  CommitPosition position(Instant at) const;
};

// Indices into the incident's environment.
struct IncidentParts {
  std::size_t release = 0;
  std::size_t migration = 0;  // operation
  std::size_t elsewhere = 0;  // environment
  Past past;
};
IncidentParts draw_incident(DrawnTopology& topology, Seed const& seed, Times const& times);
// Adds the facts of the database to the plan, and what draws nothing from the variant.
void add_database(Seed const& seed, Incident& incident, DrawnRun& run);

}  // namespace studylab::drill::database_restore
