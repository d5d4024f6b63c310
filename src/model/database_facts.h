#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/fact_kind.h"
#include "model/origin.h"
#include "model/release.h"

namespace studylab {

// Databases of environments.
// Kinds 700 to 799 belong to this subject.

struct MigrationApplied {
  static constexpr FactKind fact_kind{701, 1, "MigrationApplied"};

  DatabaseName database;
  Migration migration;
  OperationId operation;
  std::uint64_t rows_lost = 0;
  Origin origin;

  STUDYLAB_FIELDS(database, migration, operation, rows_lost, origin)
};

// A check of the database's replica found rows that differ from what users wrote. It opens an
// incident if none is open.
struct DataDamageReported {
  static constexpr FactKind fact_kind{702, 1, "DataDamageReported"};

  DatabaseName database;
  std::uint64_t rows = 0;
  std::string seen;
  Origin origin;

  STUDYLAB_FIELDS(database, rows, seen, origin)
};

// One kind of damage in the copy that serves. `first` and `since` are the first write that it
// affects. What caused it, as far as it applies: the release whose program wrote, the consumer
// whose events wrote, the operation or migration that did it, the environment whose rows they are.
struct Damage {
  DamageKind kind = DamageKind::wrong;
  std::uint64_t rows = 0;
  std::uint32_t users = 0;
  CommitPosition first;
  Instant since;
  ReleaseId release;
  ConsumerName consumer;
  OperationId operation;
  MigrationName migration;
  EnvironmentName source;

  STUDYLAB_FIELDS(kind, rows, users, first, since, release, consumer, operation, migration, source)
};

// How far a consumer has come. `went_back`: when its position was last moved back; none: never.
struct ConsumerSeen {
  ConsumerName consumer;
  CommitPosition position;
  std::optional<Instant> went_back;

  STUDYLAB_FIELDS(consumer, position, went_back)
};

// A check of the copy that serves, by the database service: all damage, none if it is as users
// wrote it. Made when an incident opens on its environment, after each change of it, and, while
// there is damage or a fence, whenever that changes.
struct DatabaseChecked {
  static constexpr FactKind fact_kind{703, 1, "DatabaseChecked"};

  DatabaseName database;
  CommitPosition position;
  std::vector<Damage> damage;
  Duration replica_lag{};
  std::vector<ConsumerSeen> consumers;
  Origin origin;

  STUDYLAB_FIELDS(database, position, damage, replica_lag, consumers, origin)
};

// The operator stops every writer: `epoch` is the next writer epoch, whose login has no rights yet.
struct WritersFenced {
  static constexpr FactKind fact_kind{704, 1, "WritersFenced"};

  HoldId hold;
  DatabaseName database;
  WriterEpoch epoch;
  Act act;

  STUDYLAB_FIELDS(hold, database, epoch, act)
};

// Logins of earlier epochs have no rights, their sessions have ended, and a write under the latest
// of them was refused. `position` is the last write of the copy that serves.
struct FenceInForce {
  static constexpr FactKind fact_kind{705, 1, "FenceInForce"};

  DatabaseName database;
  WriterEpoch epoch;
  CommitPosition position;
  Origin origin;

  STUDYLAB_FIELDS(database, epoch, position, origin)
};

struct WritersUnfenced {
  static constexpr FactKind fact_kind{706, 1, "WritersUnfenced"};

  HoldId hold;
  DatabaseName database;
  WriterEpoch epoch;
  Act act;

  STUDYLAB_FIELDS(hold, database, epoch, act)
};

// The login of this epoch may write.
struct WritersAdmitted {
  static constexpr FactKind fact_kind{707, 1, "WritersAdmitted"};

  DatabaseName database;
  WriterEpoch epoch;
  CommitPosition position;
  Origin origin;

  STUDYLAB_FIELDS(database, epoch, position, origin)
};

using DatabaseFact = std::variant<MigrationApplied, DataDamageReported, DatabaseChecked,
                                  WritersFenced, FenceInForce, WritersUnfenced, WritersAdmitted>;

}  // namespace studylab
