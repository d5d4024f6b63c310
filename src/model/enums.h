#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/codec.h"
#include "base/ids.h"

namespace studylab {

// Enumerations. `to_text` gives the text that queries print. The numbers are part of the ledger's
// format and are never reused.

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
  build,
  wake,
  replacement,
  drain,
  rebuild,
  restore,
  job,
  failover,
  rotation,
};
enum class Stage : std::uint8_t {
  requested,         // accepted, nothing done yet
  waiting,           // held back by a freeze, the queue or its schedule
  policy_check,      // checks both gates, runs the migration, starts the release's allocations
  route_cas,         // has moved the owner by compare-and-swap
  edge_propagating,  // edges apply the route event; ends when all have acknowledged it and soaked
  running,           // of restart, edge_repair and what a host goes through: in progress
  healthy,
  rolled_back,  // a promotion whose release a later rollback replaced
  failed,
  cancelled,
  placing,         // of a wake: looks for a host with a free slot
  starting,        // its allocation goes through the stages before the probe
  readiness_wait,  // the program runs; the probe has not passed yet
  hot,             // an allocation is ready
  planned,         // of a restore: what each method would do is known; writers are not fenced
  fenced,          // planned, and the fence is in force
  restoring,       // a copy is made beside the database
  verified,        // the copy has reached its target; the operator decides
  cut_over,        // the copy serves; consumers' events past it are not settled yet
  reconciled,      // every consumer is settled
  unfenced,        // writers are let in again
  abandoned,       // given up before its copy served
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
// Of people who say what they believe about an incident, without being asked.
enum class SpeakerRole : std::uint8_t { colleague, executive, support };

// query: reads the platform. check: asks processes, touches no service. hold: keeps the incident
// from getting worse, reversible. repair: every other action. record: states something, or waits.
// prohibited: what a runbook forbids, always refused.
enum class CommandKind : std::uint8_t { query, check, hold, repair, record, prohibited };

// How much of the platform a command affects, from narrow to wide; `none` affects nothing.
enum class Reach : std::uint8_t {
  none,
  allocation,
  binding,
  host,
  edge,
  environment,
  database,
  partition,
  all,
};
enum class Phase : std::uint8_t { truth, classification, action, evidence };
// How an edge may treat a request whose environment sleeps. Upgrades are of their own class,
// because what they open cannot be held.
enum class RequestClass : std::uint8_t {
  safe,        // GET, HEAD and OPTIONS without an upgrade
  idempotent,  // unsafe, with a declared idempotency contract
  unsafe,
  upgrade,
};
// What is wrong with rows of a database.
enum class DamageKind : std::uint8_t {
  wrong,    // written with wrong values
  gone,     // removed by a migration
  missing,  // acknowledged writes that it does not have
  foreign,  // of another environment
  doubled,  // written twice
};
enum class RestoreMethod : std::uint8_t { pitr, backup, forward_repair };
// How a consumer's events past a restore point are settled.
enum class EventChoice : std::uint8_t { replay, skip, compensate };
// Where the effect of a consumer's events is kept: rows of the database, or outside, such as
// payments.
enum class ConsumerEffect : std::uint8_t { database, outside };
// Whether a repeated event has no second effect: the consumer keeps the keys of those it has seen.
enum class Idempotency : std::uint8_t { none, by_key };
// Of a binding's secret.
enum class SecretState : std::uint8_t { present, missing, expired, revoked };
// Of a provider, by its probes with hysteresis. Without a fresh probe it is unknown.
enum class ProviderState : std::uint8_t { unknown, healthy, degraded, down };
// How a provider answered one probe. `rejected`: it refused the monitor's own credential.
enum class ProbeOutcome : std::uint8_t { answered, slow, failed, rejected };
// What must be shown of a region before a database fails over to it.
enum class ProofKind : std::uint8_t {
  replica,    // it has a replica of the database
  lag,        // the replica is within the database's RPO
  runtime,    // its hosts can run the environment's release
  secrets,    // the environment's secrets are there
  artifacts,  // the release's artifact is there
  fence,      // the old writers can be fenced
};
enum class Proven : std::uint8_t { no, yes };
// Whether a process is running.
enum class Life : std::uint8_t { down, up };
// How a request failed, as seen by the edge or the runner's binding proxy.
enum class RequestError : std::uint8_t {
  none,
  reset,
  timed_out,
  status,
  no_endpoint,
  edge_gap,
  binding,
  // Answered by the gate of a sleeping environment.
  asleep,        // its class may not wait
  gate_full,     // a bound of its class is reached
  wake_expired,  // its time, or the wake's, is spent
  wake_failed,   // the wake has ended without a ready allocation
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
std::string_view to_text(SpeakerRole);
std::string_view to_text(CommandKind);
std::string_view to_text(Reach);
std::string_view to_text(Phase);
std::string_view to_text(RequestError);
std::string_view to_text(RequestClass);
std::string_view to_text(SecretState);
std::string_view to_text(ProviderState);
std::string_view to_text(ProbeOutcome);
std::string_view to_text(ProofKind);
std::string_view to_text(Proven);
std::string_view to_text(DamageKind);
std::string_view to_text(RestoreMethod);
std::string_view to_text(EventChoice);
std::string_view to_text(ConsumerEffect);
std::string_view to_text(Idempotency);

// An operation leaves such a stage only by a retry.
constexpr bool ended(Stage stage) {
  return stage == Stage::healthy || stage == Stage::rolled_back || stage == Stage::failed ||
         stage == Stage::cancelled || stage == Stage::hot || stage == Stage::unfenced ||
         stage == Stage::abandoned;
}

// The enumerator with this text; none if there is none.
template <class E>
std::optional<E> parse_enum(std::string_view text) {
  for (std::uint32_t n = 0; n < enum_size<E>; ++n) {
    if (to_text(static_cast<E>(n)) == text) return static_cast<E>(n);
  }
  return std::nullopt;
}

}  // namespace studylab
