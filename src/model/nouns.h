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

template <>
inline constexpr std::uint32_t enum_size<World> = 2;
template <>
inline constexpr std::uint32_t enum_size<ClockKind> = 2;
template <>
inline constexpr std::uint32_t enum_size<Level> = 3;
template <>
inline constexpr std::uint32_t enum_size<RunEnding> = 5;
template <>
inline constexpr std::uint32_t enum_size<Lane> = 3;
template <>
inline constexpr std::uint32_t enum_size<OperationKind> = 6;
template <>
inline constexpr std::uint32_t enum_size<Stage> = 10;
template <>
inline constexpr std::uint32_t enum_size<DatabaseVerdict> = 3;
template <>
inline constexpr std::uint32_t enum_size<SessionImpact> = 2;
template <>
inline constexpr std::uint32_t enum_size<SessionStore> = 2;
template <>
inline constexpr std::uint32_t enum_size<MigrationKind> = 3;
template <>
inline constexpr std::uint32_t enum_size<DataClass> = 3;
template <>
inline constexpr std::uint32_t enum_size<ProviderKind> = 6;
template <>
inline constexpr std::uint32_t enum_size<BindingState> = 2;
template <>
inline constexpr std::uint32_t enum_size<AllocationStage> = 10;
template <>
inline constexpr std::uint32_t enum_size<GapMode> = 2;
template <>
inline constexpr std::uint32_t enum_size<GapCause> = 5;
template <>
inline constexpr std::uint32_t enum_size<SnapshotVerdict> = 7;
template <>
inline constexpr std::uint32_t enum_size<HoldKind> = 6;
template <>
inline constexpr std::uint32_t enum_size<Severity> = 2;
template <>
inline constexpr std::uint32_t enum_size<FaultClass> = 30;
template <>
inline constexpr std::uint32_t enum_size<Scope> = 4;
template <>
inline constexpr std::uint32_t enum_size<RepairKind> = 5;
template <>
inline constexpr std::uint32_t enum_size<Team> = 5;
template <>
inline constexpr std::uint32_t enum_size<Phase> = 4;
template <>
inline constexpr std::uint32_t enum_size<RequestError> = 7;

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
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("low", self.low);
    visit("high", self.high);
  }
};

struct Migration {
  MigrationName name;
  SchemaVersion from;
  SchemaVersion to;
  MigrationKind kind = MigrationKind::additive;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("name", self.name);
    visit("from", self.from);
    visit("to", self.to);
    visit("kind", self.kind);
  }
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

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("reads", self.reads);
    visit("writes", self.writes);
    visit("state_schema", self.state_schema);
    visit("needs", self.needs);
    visit("readiness_path", self.readiness_path);
    visit("source", self.source);
    visit("migration", self.migration);
  }
};

struct GapPolicy {
  GapMode mode = GapMode::fail_closed;
  Duration max_age{};  // of the last verified owner; zero with fail_closed

  friend bool operator==(GapPolicy const&, GapPolicy const&) = default;
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("mode", self.mode);
    visit("max_age", self.max_age);
  }
};

// A span of time in which a release owned its environment's route.
struct Service {
  Instant from;
  Instant until;
  KeyEpoch epoch;
  OperationId operation;
  std::uint32_t symptoms = 0;  // whether it was over its error threshold at any time: 1 or 0

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("from", self.from);
    visit("until", self.until);
    visit("epoch", self.epoch);
    visit("operation", self.operation);
    visit("symptoms", self.symptoms);
  }
};

// Which process said it, in which of its lives, as what number, and when by its own clock. The
// control plane takes each (process, boot, number) once.
struct Origin {
  std::string process;  // `edge-b`, `runner-host-2`, `monitor`, `database`, `people`
  Boot boot;
  ReportNumber number;
  Instant at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("process", self.process);
    visit("boot", self.boot);
    visit("number", self.number);
    visit("at", self.at);
  }
};

// What the operator did: the command as given, who gave it, why, and the entries it refers to.
struct Act {
  std::string line;
  PersonName by;
  std::string because;
  std::vector<EntryId> refs;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("line", self.line);
    visit("by", self.by);
    visit("because", self.because);
    visit("refs", self.refs);
  }
};

}  // namespace studylab
