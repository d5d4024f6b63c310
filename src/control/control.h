#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "control/incidents/symptom.h"
#include "control/state.h"
#include "model/commands.h"
#include "model/messages.h"
#include "model/refusals.h"

namespace studylab::control {

// --- commands ---

enum class StepKind : std::uint8_t {
  open_incident,  // no operation: the state names the subject that is due
  start,          // a scheduled promotion that is due and not held back
  check_policy,   // op
  place,          // op: one more allocation
  move_owner,     // op
  mark_replaced,  // op: a promotion whose owner a rollback replaced
  drain_next,     // op: one more of the allocations that it replaced
  finish,         // op: healthy
  fail,           // op: one of its allocations failed, or a wake's attempts are used up
  begin,          // op: a wake looks for a host
  end_attempt,    // op: a wake's allocation failed
};
// A step that is due in the current state. The world returns it at once.
struct Proceed {
  StepKind step = StepKind::open_incident;
  OperationId operation;
};

enum class TimerKind : std::uint8_t {
  start_scheduled,
  drain_grace,
  soak,
  next_attempt,  // a wake's
  wake_budget,
};
struct TimerId {
  TimerKind kind = TimerKind::soak;
  OperationId operation;
};
struct Elapsed {
  TimerId timer;
};

// The route log has stored the event of this sequence durably.
struct Published {
  PartitionId partition;
  RouteSequence sequence;
};

// A partition's stream has been opened again: its old events are gone.
struct StreamRecreated {
  PartitionId partition;
};

// An app owner has delivered a build for an environment: a fixed release.
struct Built {
  EnvironmentName environment;
  Digest digest;
  Manifest manifest;
  ReleaseId release;
};

using Command =
    std::variant<OperatorCommand, Report, Proceed, Elapsed, Published, Built, StreamRecreated>;

// Facts to append as one batch, or a refusal. The batch is empty if there is nothing to record, as
// for a repeated report or an outdated timer.
using Decision = std::expected<std::vector<Fact>, Refusal>;

// Total: every command in every state gives facts, an empty batch, or a refusal. `now` is not
// before the last entry. Queries, hints, waits and plans are not decisions: the console records
// them.
Decision decide(State const& state, Command const& command, Instant now);

// The control plane that leads if none is registered, as `snapshot EDGE --from` names it.
inline constexpr std::string_view control_name = "control-1";

// The control planes that edges can fetch snapshots from; the first one leads.
std::vector<std::string> control_plane_names(State const& state);

// --- effects ---

struct WakeAt {
  TimerId timer;
};
struct PublishRouteEvent {
  PartitionId partition;
  RouteSequence sequence;
};  // from the ledger's entry
struct StartOnRunner {
  AllocationId allocation;
};
struct DrainOnRunner {
  AllocationId allocation;
};
struct RestartOnRunner {
  AllocationId allocation;
  OperationId operation;
  Attempt attempt;
};
struct RunMigration {
  DatabaseName database;
  OperationId operation;
};
struct ProbeBindings {
  EnvironmentName environment;
};
struct RequestResync {
  EdgeId edge;
  PartitionId partition;
  OperationId operation;
  Attempt attempt;
};
struct OrderEdgeRepair {
  EdgeId edge;
  OperationId operation;
  Attempt attempt;
};
struct OrderSnapshot {
  EdgeId edge;
  EntryId order;
};
struct OrderVerify {
  EdgeId edge;
  EntryId order;
};
struct OrderResume {
  EdgeId edge;
  EntryId order;
};
struct OrderGapPolicy {
  EdgeId edge;
  EnvironmentName environment;
  EntryId order;
};
struct DeliverNotice {
  NoticeId notice;
};
// The edges learn of a wake: its operation and deadline, or its end.
struct OrderWakeStarted {
  EdgeId edge;
  OperationId wake;
};
struct OrderWakeEnded {
  EdgeId edge;
  OperationId wake;
};
struct OrderPostcheck {
  HostId host;
  EntryId order;
};
struct OrderRebuild {
  HostId host;
  OperationId operation;
};
// Of the database service.
struct OrderFence {
  DatabaseName database;
};
struct OrderAdmission {
  DatabaseName database;
};
struct OrderCheck {
  DatabaseName database;
};
struct OrderRestore {
  OperationId restore;
};
struct OrderCutover {
  OperationId restore;
};
struct OrderSettling {
  OperationId restore;
  ConsumerName consumer;
};

// Of providers.
struct WatchProviders {};
struct OrderFailoverFence {
  OperationId failover;
};
struct OrderPromotion {
  OperationId failover;
};
struct OrderRotation {
  OperationId rotation;
};
struct OrderJob {
  OperationId job;
};

using Action =
    std::variant<Proceed, WakeAt, PublishRouteEvent, StartOnRunner, DrainOnRunner, RestartOnRunner,
                 RunMigration, ProbeBindings, RequestResync, OrderEdgeRepair, OrderSnapshot,
                 OrderVerify, OrderResume, OrderGapPolicy, DeliverNotice, OrderWakeStarted,
                 OrderWakeEnded, OrderPostcheck, OrderRebuild, OrderFence, OrderAdmission,
                 OrderCheck, OrderRestore, OrderCutover, OrderSettling, WatchProviders,
                 OrderFailoverFence, OrderPromotion, OrderRotation, OrderJob>;

// Equal keys are the same effect. The receiver keeps the outcome of a key and answers a repeat with
// it, so every effect can be carried out again after a crash.
struct EffectKey {
  std::uint32_t kind = 0;  // the action's index
  std::uint32_t a = 0, b = 0, c = 0;
  friend auto operator<=>(EffectKey const&, EffectKey const&) = default;
};

struct Effect {
  EffectKey key;
  Instant at = Instant::min();  // not before
  Action action;
};

// Appends the effects that the state requires to `out`. The world starts those whose key is not in
// progress and forgets the keys that are no longer required. After a crash it calls this again:
// recovery is not separate.
void react(State const& state, std::vector<Effect>& out);

// The message that carries out StartOnRunner.
StartAllocation start_message(State const& state, AllocationId allocation);
// The message that carries out DrainOnRunner.
DrainAllocation drain_message(State const& state, AllocationId allocation);
// The messages that carry out OrderWakeStarted and OrderWakeEnded.
WakeStarted wake_started_message(State const& state, OperationId wake);
WakeEnded wake_ended_message(State const& state, OperationId wake);
// The message that carries out an order of the database service.
DatabaseCommand database_message(State const& state, OrderFence const& order);
DatabaseCommand database_message(State const& state, OrderAdmission const& order);
DatabaseCommand database_message(State const& state, OrderCheck const& order);
DatabaseCommand database_message(State const& state, OrderRestore const& order);
DatabaseCommand database_message(State const& state, OrderCutover const& order);
DatabaseCommand database_message(State const& state, OrderSettling const& order);
// The message that carries out an order of a provider.
ProviderCommand provider_message(State const& state, OrderFailoverFence const& order);
ProviderCommand provider_message(State const& state, OrderPromotion const& order);
ProviderCommand provider_message(State const& state, OrderRotation const& order);
ProviderCommand provider_message(State const& state, OrderJob const& order);
// The partitions of an edge that need a new baseline: those in a gap or behind the ledger, or if
// there are none, the incident's.
std::vector<PartitionId> partitions_to_repair(State const& state, EdgeId edge);

// --- plans ---

struct PlanLine {
  std::string what;
  std::string value;
  EntryId entry;  // its evidence; none: the command itself
};
struct Plan {
  // `compatible`, `incompatible` or `unknown` for a change of owner, otherwise `fits`; `refused` if
  // the command would be refused for another reason.
  std::string finding;
  std::optional<Refusal> refusal;
  std::vector<PlanLine> lines;
};
// What `decide` would do, to which objects, and why, without doing it.
Plan plan(State const& state, OperatorCommand const& command);

// --- the operator's record ---

// Resolves references as typed (entries or names). Refused if the operator has not been shown one
// of them.
std::expected<std::vector<EntryId>, Refusal> resolve_refs(State const& state,
                                                          std::vector<std::string> const& refs);

}  // namespace studylab::control
