#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lab/drill/databases.h"
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
  ReleaseId release;  // owns the route
  Past past;
  DrawnDatabase database;
  std::uint32_t pace = usual_pace;  // Times::pace
};

// Indices into the incident's environment.
struct IncidentParts {
  std::size_t release = 0;
  std::size_t migration = 0;  // operation
  std::size_t elsewhere = 0;  // environment
  Past past;
};
IncidentParts draw_incident(DrawnTopology& topology, Seed const& seed, Times const& times);
// Adds what happened to the database, and what only this drill has of it: a backup and a consumer
// more.
void add_past(Seed const& seed, Incident& incident, DrawnRun& run);

}  // namespace studylab::drill::database_restore
