#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct AppliedMigration {
  Migration migration;
  std::uint64_t rows_lost = 0;
  EntryId entry;
};

struct Backup {
  BackupRecorded recorded;
  EntryId entry;
};

struct Consumer {
  ConsumerRegistered registered;
  EntryId entry;
  ConsumerSeen seen;   // of the latest check
  EntryId seen_entry;  // none: no check yet
};

// Writers are stopped, or about to be.
struct Fence {
  WritersFenced ordered;
  EntryRef at;
  std::optional<FenceInForce> in_force;
  EntryRef in_force_at;
  EntryId lifted;  // ordered; none: it is not being lifted
};

struct Database {
  DatabaseRegistered registered;
  SchemaVersion schema;
  std::vector<AppliedMigration> migrations;  // oldest first
  EntryId entry;
  EntryId schema_entry;
  // Of a database that can be restored.
  std::optional<DatabaseLogRecorded> log;
  EntryRef log_at;
  std::map<BackupName, Backup> backups;
  std::map<ConsumerName, Consumer> consumers;
  std::optional<FailoverRecorded> failover;
  EntryId failover_entry;
  std::map<Instant, CommitPosition> positions;  // as reported
  std::optional<DatabaseChecked> checked;       // the latest check
  EntryRef checked_at;
  std::map<EntryId, Instant> damage_seen;  // of each check that found some: when the first began
  std::uint32_t users_hit = 0;             // most users of one check
  std::optional<Instant> damaged_from;     // when the first damage began
  std::optional<Instant> damaged_until;    // the latest check that found some
  EntryId damaged_entry;
  std::map<ReleaseId, EntryId>
      wrong_writers;  // that wrote wrong rows, by the first check that found it
  EntryRef cut_over;  // the latest; none: no restore has taken over
  std::optional<Fence> fence;
  WriterEpoch writer_epoch;  // of the login that may write
};

struct Databases {
  std::map<DatabaseName, Database> databases;
};

}  // namespace studylab::control
