#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <variant>
#include <vector>

#include "control/state.h"
#include "model/commands.h"
#include "model/refusals.h"

namespace studylab::control {

// --- commands ---

enum class StepKind : std::uint8_t {
  open_incident,  // no operation: the environment over its threshold is in the state
  start,          // a scheduled promotion whose time has come and that nothing holds back
  check_policy,   // op
  place,          // op: one more allocation
  move_owner,     // op
  mark_replaced,  // op: a promotion whose owner a rollback replaced
  drain_next,     // op: one more of the allocations that it replaced
  finish,         // op: healthy, or what it waited for has come
  fail,           // op: an allocation of it failed
};
// What the state says is due; the world hands it straight back.
struct Proceed {
  StepKind step = StepKind::open_incident;
  OperationId operation;
};

enum class TimerKind : std::uint8_t { start_scheduled, drain_grace, soak };
struct TimerId {
  TimerKind kind = TimerKind::soak;
  OperationId operation;
};
struct Elapsed {
  TimerId timer;
};

// The route log has the event of this sequence, durably.
struct Published {
  PartitionId partition;
  RouteSequence sequence;
};

// A build for an environment has been delivered (a fixed release, from its owner).
struct Built {
  EnvironmentName environment;
  Digest digest;
  Manifest manifest;
  ReleaseId release;
};

using Command = std::variant<OperatorCommand, Report, Proceed, Elapsed, Published, Built>;

// Facts to append as one batch, or why not. An empty batch means: understood, and nothing to record
// (a repeated report, a timer whose time has passed).
using Decision = std::expected<std::vector<Fact>, Refusal>;

// Total: every stage and command gives facts, nothing, or a named refusal. `now` is not before the
// last entry. Queries, hints, waits and plans are no decisions: the desk records them.
Decision decide(State const& state, Command const& command, Instant now);

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

using Action =
    std::variant<Proceed, WakeAt, PublishRouteEvent, StartOnRunner, DrainOnRunner, RestartOnRunner,
                 RunMigration, ProbeBindings, RequestResync, OrderEdgeRepair, OrderSnapshot,
                 OrderVerify, OrderResume, OrderGapPolicy, DeliverNotice>;

// Equal keys are the same effect. The receiver keeps the outcome of a key and answers a repeat with
// it, so every effect here may be carried out again after a crash.
struct EffectKey {
  std::uint32_t kind = 0;  // the action's index
  std::uint32_t a = 0, b = 0, c = 0;
  friend auto operator<=>(EffectKey const&, EffectKey const&) = default;
};

struct Effect {
  EffectKey key;
  Instant at{};  // not before; zero: at once
  Action action;
};

// The effects that the state still wants, appended to `out`. The world starts those whose key is
// not in flight and forgets keys that are no longer wanted. After a crash it asks again: there is
// no recovery path.
void react(State const& state, std::vector<Effect>& out);

// The message that carries an effect out.
StartAllocation start_message(State const& state, AllocationId allocation);
// The partitions of an edge that a new baseline is for: those in a gap or behind the ledger; where
// there is none, the incident's.
std::vector<PartitionId> partitions_to_repair(State const& state, EdgeId edge);

// --- plans ---

struct PlanLine {
  std::string what;
  std::string value;
  EntryId entry;  // what it rests on; none: the command itself
};
struct Plan {
  // `compatible`, `incompatible` or `unknown` for a change of owner, else `fits`; where the verb
  // would be refused for another reason, `refused`.
  std::string finding;
  std::optional<Refusal> refusal;
  std::vector<PlanLine> lines;
};
// What `decide` would do, to what, and why.
Plan plan(State const& state, OperatorCommand const& command);

// --- verdicts ---

struct DatabaseCheck {
  DatabaseVerdict verdict = DatabaseVerdict::unknown;
  // The first applied migration past the release's range; empty where none is.
  MigrationName breaking;
  SchemaVersion schema;  // checked against
};
// Compatible: the version lies in both ranges. Incompatible: outside one of them. Unknown: a range
// or the version is not recorded.
DatabaseCheck check_database(Manifest const& manifest, Database const& database,
                             SchemaVersion schema);

struct SessionCheck {
  SessionImpact impact = SessionImpact::warm;
  std::uint32_t fresh = 0;  // sessions that would start afresh
};
SessionCheck check_sessions(State const& state, EnvironmentName const& environment, ReleaseId to);

// --- the operator's record ---

// References as typed (entries or names), resolved; refused when more than what was shown is
// referred to.
std::expected<std::vector<EntryId>, Refusal> resolve_refs(State const& state,
                                                          std::vector<std::string> const& refs);

}  // namespace studylab::control
