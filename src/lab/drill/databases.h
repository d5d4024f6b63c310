#pragma once

#include <cstdint>

#include "lab/drill/setup.h"
#include "lab/drill/topology.h"

// What makes a database restorable: a log, backups, and the consumers of its events.
namespace studylab::drill {

// The incident's database as only the lab knows it.
struct DrawnDatabase {
  DatabaseName name;
  ConsumerName ledger;   // its effects are rows of the database
  ConsumerName billing;  // its effects are outside, and it keeps no keys
  std::uint64_t writes_per_minute = 0;
  CommitPosition log_end;   // when the run begins
  std::uint32_t users = 0;  // behind the requests at one edge
  Instant began{};

  // The end of the log at an instant before the run.
  CommitPosition position(Instant at) const;
};

// An instant so many minutes before the run, and up to 59 s more.
Instant minutes_before(Random& random, Instant began, std::int64_t low, std::int64_t high);
// Adds the backup of the incident's own data, taken so many minutes before the run.
void add_backup(DrawnDatabase const& database, std::string_view name, std::int64_t low,
                std::int64_t high, Random& random, DrawnRun& run);

// Makes the incident's database restorable: adds its log, backups and consumers to the initial
// facts, and to the plan how far its replica and its consumers are behind. Draws from a stream of
// its own.
DrawnDatabase add_database(DrawnTopology const& topology, Seed const& seed, DrawnRun& run);

}  // namespace studylab::drill
