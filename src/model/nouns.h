#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/codec.h"
#include "base/ids.h"

namespace studylab {

// Closed sets of words. Each has `to_text` (what looks print) in nouns.cpp; their numbers are part
// of the ledger's format and are never reused.

enum class World : std::uint8_t { simulated, live };
enum class ClockKind : std::uint8_t { commands, wall };
enum class Level : std::uint8_t { easy, normal, hard };
enum class RunEnding : std::uint8_t { closed, end_of_input, time_limit, interrupted, crashed };
enum class Lane : std::uint8_t { preview, staging, production };
enum class OperationKind : std::uint8_t {
  promotion,
  rollback,
  restart,
  edge_repair,
  migration,
  build
};
enum class Stage : std::uint8_t {
  requested,         // accepted, nothing done
  waiting,           // held back: a freeze, a place in the queue, its time not come
  policy_check,      // verdicts taken, migration run, the release's allocations started
  route_cas,         // the owner is moved by compare-and-swap
  edge_propagating,  // edges apply the route event; ends when all acknowledged and the soak is over
  running,           // of restart and edge_repair: under way
  healthy,
  rolled_back,  // a promotion whose owner a later rollback replaced
  failed,
  cancelled,
};
enum class DatabaseVerdict : std::uint8_t { compatible, incompatible, unknown };
enum class SessionImpact : std::uint8_t { warm, cold };
enum class SessionStore : std::uint8_t { none, durable };
enum class MigrationKind : std::uint8_t { additive, contracting, destructive };
enum class DataClass : std::uint8_t { public_content, customer_data, payments };
enum class ProviderKind : std::uint8_t { database, object_store, queue, payment, search, mail };
enum class BindingState : std::uint8_t { answers, gone };
enum class AllocationStage : std::uint8_t {
  planned,
  pulling,
  secrets,
  binding,
  starting,
  readiness,
  ready,
  draining,
  stopped,
  failed,
};
enum class GapMode : std::uint8_t { fail_closed, last_verified };
enum class GapCause : std::uint8_t { none, missing_event, checksum, other_baseline, no_baseline };
enum class SnapshotVerdict : std::uint8_t {
  unverified,
  good,
  stale,
  forged,
  truncated,
  other_partition,
  replayed
};
enum class HoldKind : std::uint8_t { freeze, gap_policy, owner_status, pause, fence, cordon };
enum class Severity : std::uint8_t { low, high };
enum class FaultClass : std::uint8_t {
  app_only,
  database_migration,
  runtime_service,
  route_propagation,  // bad deploy
  artifact_pull,
  secrets,
  bindings,
  readiness,
  capacity,  // stuck wake
  missing_event,
  stale_snapshot,
  forged_snapshot,
  tampered_table,
  edge_restart,  // route gap
  corruption,
  destructive_migration,
  lost_writes,
  wrong_environment,
  reprocessing,  // restore
  ready,
  no_headroom,
  below_quorum,
  drift,
  stuck_sessions,  // host upgrade
  database,
  object_store,
  queue,
  payment,
  credential,  // provider
  no_fault,
};
enum class Scope : std::uint8_t { unstated, customer, platform, both };
enum class RepairKind : std::uint8_t { artifact, secret, binding, readiness, migration };
enum class Team : std::uint8_t { capacity, security, database, provider, owner };
enum class Phase : std::uint8_t { truth, classification, action, evidence };
// Whether a process is running.
enum class Life : std::uint8_t { down, up };
// What went wrong with a request, as the edge or the runner's binding proxy saw it.
enum class RequestError : std::uint8_t {
  none,
  reset,
  timed_out,
  status,
  no_endpoint,
  edge_gap,
  binding
};

std::string_view to_text(World);
std::string_view to_text(ClockKind);
std::string_view to_text(Level);
std::string_view to_text(RunEnding);
std::string_view to_text(Lane);
std::string_view to_text(OperationKind);
std::string_view to_text(Stage);
std::string_view to_text(DatabaseVerdict);
std::string_view to_text(SessionImpact);
std::string_view to_text(SessionStore);
std::string_view to_text(MigrationKind);
std::string_view to_text(DataClass);
std::string_view to_text(ProviderKind);
std::string_view to_text(BindingState);
std::string_view to_text(AllocationStage);
std::string_view to_text(GapMode);
std::string_view to_text(GapCause);
std::string_view to_text(SnapshotVerdict);
std::string_view to_text(HoldKind);
std::string_view to_text(Severity);
std::string_view to_text(FaultClass);
std::string_view to_text(Scope);
std::string_view to_text(RepairKind);
std::string_view to_text(Team);
std::string_view to_text(Phase);
std::string_view to_text(RequestError);

// No operation leaves such a stage, but by a retry of its own.
constexpr bool ended(Stage stage) {
  return stage == Stage::healthy || stage == Stage::rolled_back || stage == Stage::failed ||
         stage == Stage::cancelled;
}

// The value of a closed set that is written `text`, if one is.
template <class E>
std::optional<E> parse_enum(std::string_view text) {
  for (std::uint32_t n = 0; n < enum_size<E>; ++n) {
    if (to_text(static_cast<E>(n)) == text) return static_cast<E>(n);
  }
  return std::nullopt;
}

// Schema versions from `low` to `high`, both included.
struct VersionRange {
  SchemaVersion low;
  SchemaVersion high;

  constexpr bool holds(SchemaVersion v) const { return low <= v && v <= high; }
  friend bool operator==(VersionRange const&, VersionRange const&) = default;
  STUDYLAB_FIELDS(low, high)
};

struct Migration {
  MigrationName name;
  SchemaVersion from;
  SchemaVersion to;
  MigrationKind kind = MigrationKind::additive;

  STUDYLAB_FIELDS(name, from, to, kind)
};

// What a build says of its output; travels with the artifact for ever.
struct Manifest {
  std::optional<VersionRange> reads;   // none: not recorded
  std::optional<VersionRange> writes;  // none: not recorded
  std::uint32_t state_schema = 0;      // of session state; equal numbers read each other's state
  std::vector<BindingName> needs;      // each with its secret
  std::string readiness_path;
  std::string source;                  // where it was built from: a branch and a short commit
  std::optional<Migration> migration;  // run before its release takes over

  STUDYLAB_FIELDS(reads, writes, state_schema, needs, readiness_path, source, migration)
};

struct GapPolicy {
  GapMode mode = GapMode::fail_closed;
  Duration max_age{};  // of the last verified owner; zero with fail_closed

  friend bool operator==(GapPolicy const&, GapPolicy const&) = default;
  STUDYLAB_FIELDS(mode, max_age)
};

// A span of time in which a release owned its environment's route.
struct Service {
  Instant from;
  Instant until;
  KeyEpoch epoch;
  OperationId operation;
  std::uint32_t symptoms = 0;  // times that its error rate crossed the threshold

  STUDYLAB_FIELDS(from, until, epoch, operation, symptoms)
};

// Which process said it, in which of its lives, as what number, and when by its own clock. The
// control plane takes each (process, boot, number) once.
struct Origin {
  std::string process;  // `edge-b`, `runner-host-2`, `monitor`, `database`, `people`
  Boot boot;
  ReportNumber number;
  Instant at;

  STUDYLAB_FIELDS(process, boot, number, at)
};

// What the operator did: the command as given, who gave it, why, and the entries it refers to.
struct Act {
  std::string line;
  PersonName by;
  std::string because;
  std::vector<EntryId> refs;

  STUDYLAB_FIELDS(line, by, because, refs)
};

}  // namespace studylab
