#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/fact_kind.h"
#include "model/origin.h"

namespace studylab {

// Restores of databases: plans, copies, what is done with consumers' events.
// Kinds 1500 to 1599 belong to this subject.

// Whether a method can be used at all.
enum class Reachable : std::uint8_t {
  yes,
  past_end,         // the target is past the end of the log
  before_archive,   // the target is before the log or the backups begin
  no_backup,        // the environment has no backup of its own from before the target
  nothing_removed,  // of forward repair: no rows are gone that a copy from before could return
};
enum class Within : std::uint8_t { no, yes };

// What one method would do. `base` is the backup that it begins with. `lost`: the writes after
// `reaches` up to the log's end; `replayable` of them come back when consumers whose effects are in
// the database read their events again. `lost_time` is how long the lost writes took, `left_time`
// what is left of it after those replays, compared with the RPO. `cannot`: what it does not bring
// back, in one sentence; can be empty.
struct MethodPlan {
  RestoreMethod method = RestoreMethod::pitr;
  Reachable reachable = Reachable::yes;
  BackupName base;
  CommitPosition reaches;
  Instant reaches_at;
  std::uint64_t lost = 0;
  std::uint64_t replayable = 0;
  Duration lost_time{};
  Duration left_time{};
  Duration takes{};
  Within rpo = Within::no;
  Within rto = Within::no;
  SchemaVersion schema;
  std::string cannot;

  STUDYLAB_FIELDS(method, reachable, base, reaches, reaches_at, lost, replayable, lost_time,
                  left_time, takes, rpo, rto, schema, cannot)
};

// Whether a release of the environment fits the schema of a restored copy.
struct ReleaseFit {
  ReleaseId release;
  SchemaVersion schema;
  DatabaseVerdict verdict = DatabaseVerdict::unknown;

  STUDYLAB_FIELDS(release, schema, verdict)
};

// The plan of a restore. `target` is the last write to keep.
struct RestorePlanned {
  static constexpr FactKind fact_kind{1501, 1, "RestorePlanned"};

  OperationId operation;
  DatabaseName database;
  DataClass data_class = DataClass::customer_data;
  Duration rpo{};
  Duration rto{};
  CommitPosition target;
  Instant target_at;
  CommitPosition end;  // of the log
  Instant end_at;
  std::vector<MethodPlan> methods;  // in the order of RestoreMethod
  std::vector<ReleaseFit> releases;

  STUDYLAB_FIELDS(operation, database, data_class, rpo, rto, target, target_at, end, end_at,
                  methods, releases)
};

// The operator has a copy made beside the database.
struct RestoreBegun {
  static constexpr FactKind fact_kind{1502, 1, "RestoreBegun"};

  OperationId operation;
  RestoreMethod method = RestoreMethod::pitr;
  BackupName base;
  CommitPosition target;
  Act act;

  STUDYLAB_FIELDS(operation, method, base, target, act)
};

// The copy has reached its target; no writer can reach it. `damaged`: rows in it that are damaged.
// Of a forward repair: rows that it would return, and that stay damaged.
struct RestoreReady {
  static constexpr FactKind fact_kind{1503, 1, "RestoreReady"};

  OperationId operation;
  CommitPosition reached;
  SchemaVersion schema;
  std::uint64_t damaged = 0;
  Origin origin;

  STUDYLAB_FIELDS(operation, reached, schema, damaged, origin)
};

struct CutoverOrdered {
  static constexpr FactKind fact_kind{1504, 1, "CutoverOrdered"};

  OperationId operation;
  Act act;

  STUDYLAB_FIELDS(operation, act)
};

// The events of one consumer past the restore point: those that it had processed, whose effects are
// in the lost rows or outside, and those that it had not.
struct EventsPast {
  ConsumerName consumer;
  std::uint64_t processed = 0;
  std::uint64_t unprocessed = 0;

  STUDYLAB_FIELDS(consumer, processed, unprocessed)
};

// The copy serves. It has the writes up to `kept`; the log had `ended` before. After a forward
// repair both are equal, because later writes were kept.
struct CutOver {
  static constexpr FactKind fact_kind{1505, 1, "CutOver"};

  OperationId operation;
  DatabaseName database;
  CommitPosition kept;
  CommitPosition ended;
  SchemaVersion schema;
  std::vector<EventsPast> events;  // of every consumer
  Origin origin;

  STUDYLAB_FIELDS(operation, database, kept, ended, schema, events, origin)
};

struct ReconcileOrdered {
  static constexpr FactKind fact_kind{1506, 1, "ReconcileOrdered"};

  OperationId operation;
  ConsumerName consumer;
  EventChoice choice = EventChoice::replay;
  Act act;

  STUDYLAB_FIELDS(operation, consumer, choice, act)
};

// The consumer's events past the restore point are settled: `lost` of them have no effect now,
// `doubled` have it twice.
struct ConsumerSettled {
  static constexpr FactKind fact_kind{1507, 1, "ConsumerSettled"};

  OperationId operation;
  ConsumerName consumer;
  EventChoice choice = EventChoice::replay;
  std::uint64_t events = 0;
  std::uint64_t lost = 0;
  std::uint64_t doubled = 0;
  Origin origin;

  STUDYLAB_FIELDS(operation, consumer, choice, events, lost, doubled, origin)
};

using RestoreFact = std::variant<RestorePlanned, RestoreBegun, RestoreReady, CutoverOrdered,
                                 CutOver, ReconcileOrdered, ConsumerSettled>;

}  // namespace studylab
