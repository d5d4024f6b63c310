#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "edge/answer.h"
#include "edge/endpoints.h"
#include "edge/gate.h"
#include "edge/journal.h"
#include "edge/observation.h"
#include "edge/route_event_check.h"
#include "edge/snapshot_check.h"
#include "model/messages.h"

namespace studylab::edge {

// The edge's decider. `step` takes one input and returns the records to sync; `react` returns the
// effects that the state requires. `State` is
//
//   journal   the fold of the synced records: what survives a crash;
//   memory    what a crash loses: endpoints, consumers, repairs in progress, counts;
//   table     derived from both by `step`; requests are answered from it.
//
// The world syncs `Output::journal` in one write before it starts any effect that `react` returns
// after it. If that write is torn, the input counts as not received.

// An environment's policy for its route. The control plane sends it at start and after a change.
struct RoutePolicy {
  RouteKey route;
  EnvironmentName environment;
  PartitionId partition;
  GapPolicy gap_policy;
  Permille threshold;
  std::optional<GatePolicy> gate;  // this edge's share of the sleep policy; none: it never sleeps
};

// --- inputs ---

// The process started, with a new boot. Reports EdgeStarted.
struct Started {};
struct Declared {
  std::vector<PartitionId> partitions;
  std::vector<RoutePolicy> routes;
};
struct RouteArrived {
  RouteEvent event;
};
// A consumer's replay, in its order; at most `max_replay`. The last event's signature vouches for
// the others through their checksums.
struct RoutesArrived {
  std::vector<RouteEvent> events;
};
struct EndpointArrived {
  EndpointReport endpoint;
};
// An allocation's reports have stopped. The simulated world sends this in place of renewals that
// run out.
struct EndpointAbsent {
  AllocationId allocation;
};
struct Commanded {
  EdgeCommand command;
};

// Outcomes of effects, with the key that the effect had.
// `bytes` is the canonical encoding of a Snapshot, as received; `source` is the control plane that
// sent it.
struct SnapshotArrived {
  PartitionId partition;
  std::uint32_t fetch;
  std::string bytes;
  std::string source;
};
struct SnapshotUnavailable {
  PartitionId partition;
  std::uint32_t fetch;
  std::string why;
};
// A consumer of the stream of `baseline` is open at `from`. `delivered` is read back from it: the
// sequence before `from`, or a lower one if the stream ends earlier.
struct ConsumerOpened {
  PartitionId partition;
  BaselineEpoch baseline;
  RouteSequence from;
  RouteSequence delivered;
};
struct ConsumerFailed {
  PartitionId partition;
  RouteSequence from;
  std::string why;
};
// The connection was lost. The edge opens the consumer again and compares its end again.
struct ConsumerLost {
  PartitionId partition;
};
// Everything available has been delivered. A stalled consumer delivers nothing and answers the
// same.
struct Pulled {
  PartitionId partition;
  OperationId operation;
  Attempt attempt;
};

// audit: recompute every partition's checksum over the serving table, every 10 s. A world in which
//   only its own faults can change the table may omit this until a fault has.
// interval: close the open interval, at every whole 10 s. Reports RequestsObserved.
// endpoints: remove addresses that were not renewed. Not used in a world that sends EndpointAbsent.
// repair: a deadline or back-off of a repair.
// gate: requests leave a gate. A world that calls `Gate::advance` itself may omit this timer.
enum class Timer : std::uint8_t { audit, interval, endpoints, repair, gate };
struct Elapsed {
  Timer timer = Timer::audit;
};
// `crosses` returned true. Reports RequestsObserved up to now, with crossing = yes.
struct CrossingSeen {};
// `gates_want_report` returned true. Reports WakeAsked and GateReported.
struct GatesSeen {};
// An operator's query asks the edge itself. Reports EdgeViewReported.
struct ViewAsked {};
// The same, about the gate of an environment. Reports GateReported, if the environment may sleep.
struct GateAsked {
  EnvironmentName environment;
};
// The control plane has accepted the report.
struct Acknowledged {
  Boot boot;
  ReportNumber number;
};
// The control plane did not accept a crossing, because an incident is already open. The counts go
// back into the open interval.
struct CrossingDeclined {
  Boot boot;
  ReportNumber number;
};

using Input =
    std::variant<Started, Declared, RouteArrived, RoutesArrived, EndpointArrived, EndpointAbsent,
                 Commanded, SnapshotArrived, SnapshotUnavailable, ConsumerOpened, ConsumerFailed,
                 ConsumerLost, Pulled, Elapsed, CrossingSeen, GatesSeen, ViewAsked, GateAsked,
                 Acknowledged, CrossingDeclined>;

// --- effects ---

// Each effect stays required until its outcome arrives. Every effect may be repeated.
// Key: partition and fetch.
struct PullSnapshot {
  PartitionId partition;
  std::uint32_t fetch;
  std::string control = {};  // to fetch from; empty: the leading one
};
// Replaces the partition's consumer with a new one. Key: all three.
struct OpenConsumer {
  PartitionId partition;
  BaselineEpoch baseline;
  RouteSequence from;
};
struct PullEvents {
  PartitionId partition;
  OperationId operation;
  Attempt attempt;
};
// Replaces an earlier one of the same kind.
struct SetTimer {
  Timer timer = Timer::audit;
  Instant at;
};
// The report is at `find_report`.
struct SendReport {
  Boot boot;
  ReportNumber number;
};
using Effect = std::variant<PullSnapshot, OpenConsumer, PullEvents, SetTimer, SendReport>;

// --- state ---

// A partition's repair, which brings a new baseline, and its consumer. A crash loses both: the
// repair of a gap then starts over (or continues at the stored snapshot), and the control plane
// repeats an operation's order.
struct Idle {};
struct Fetching {
  Order order;
  std::uint32_t attempt = 1;
  Instant deadline;
  std::uint32_t fetch = 0;
  std::string control = {};  // as in PullSnapshot
};
struct Fetched {  // ordered by an operator; waits for `verify` or `resume`
  Order order;
  std::string bytes;
  std::string source;
  RouteSequence sequence;
  SnapshotVerdict verdict = SnapshotVerdict::unverified;
};
struct Resuming {
  Order order;
  std::uint32_t attempt = 1;
  Instant deadline;
};
struct BackingOff {
  Order order;
  std::uint32_t attempt = 1;
  Instant until;
  std::string why;
};
using Repair = std::variant<Idle, Fetching, Fetched, Resuming, BackingOff>;

enum class Consumer : std::uint8_t { closed, waiting, open };
struct PartitionMemory {
  Repair repair;
  Consumer consumer = Consumer::closed;
  Instant reopen_at;              // while waiting, after one that failed
  std::vector<PullEvents> pulls;  // asked for by CatchUp, not answered yet
};

struct RouteThreshold {
  RoutePolicy policy;
  Crossing reported = Crossing::no;  // yes: over its threshold, and reported as such
};

struct RouteGate {
  RouteKey route;
  Gate gate;
  Instant reported_until;
};

struct Memory {
  std::vector<PartitionMemory> partitions;  // beside the journal's, in the same order
  std::vector<RouteThreshold> routes;       // ascending by route
  std::vector<RouteGate> gates;             // ascending by environment
  Endpoints endpoints;
  Observation observation;
  Outbox reports;            // counts and views: lost with the process, as the counts are
  ReportNumber last_number;  // of this boot
  std::uint32_t last_fetch = 0;
  Life life = Life::down;  // up since Started
  Instant next_audit;
  Instant next_interval;
};

struct State {
  EdgeId id;
  std::string process;  // `edge-b`, as in every Origin
  Journal journal;
  Memory memory;
  Table table;
  // Counts the changes that can change an answer: table, gap, policy, endpoints. While it stays the
  // same, and until an answer's `holds_until`, the same request head has the same answer.
  std::uint64_t version = 0;
};

// Requests that leave a gate in this step. The world forwards or answers them, once.
struct Departed {
  EnvironmentName environment;
  Departure departure;
};

struct Output {
  Outcome outcome = Outcome::done;
  std::optional<RefusalCode> refusal;
  std::vector<JournalRecord> journal;
  std::vector<Departed> departed;
};

// An edge that has never run: no partition has a baseline. Send it Started, then Declared.
State initial_state(EdgeId id);
// An edge that was live before the run began. It accepts `baselines` without checking signatures,
// with open consumers, and reports nothing. Counting begins at `now`.
State already_running(EdgeId id, Boot boot, Declared declared, std::vector<Snapshot> baselines,
                      Instant now);
// What a crash leaves. Send it Started, then Declared; any other input is `not_started`.
State after_crash(State state);

// Total: every input has an outcome.
Output step(State& state, Input const& input, Instant now, Verifier const& verifier);
// Level-triggered: every effect that the state requires, whether in progress or not.
std::vector<Effect> react(State const& state);

// --- answering and counting ---

inline Answer answer(State const& state, RequestHead const& head, Instant now) {
  return answer(state.table, state.memory.endpoints, head, now);
}
// Count answers with `state.memory.observation.observe(key, requests, population)`, or by a row's
// handle. After counts have changed, call this at any time: true if a route is over its threshold
// and that has not been reported. Then send CrossingSeen, which ends the interval at once.
bool crosses(State const& state);
// The gate that a Hold names; nullptr: the environment has no sleep policy. After `admit` and
// `advance`, call `gates_want_report` at any time: true if a gate asks for a wake, holds its first
// request or has reached a bound. Then send GatesSeen.
Gate* find_gate(State& state, EnvironmentName const& environment);
Gate const* find_gate(State const& state, EnvironmentName const& environment);
bool gates_want_report(State const& state);
// nullptr: no environment has declared the route.
RouteThreshold const* find_route(State const& state, RouteKey const& route);

// --- reports ---

// The report that SendReport names; nullptr once acknowledged.
Report const* find_report(State const& state, Boot boot, ReportNumber number);
// Acknowledges a report and moves it out, for a world that delivers it within the same step. Adds
// the records to sync to `journal`.
std::optional<Report> take_report(State& state, Boot boot, ReportNumber number,
                                  std::vector<JournalRecord>& journal);

// --- views ---

std::vector<PartitionView> view(State const& state);
std::vector<AppliedSequence> applied(State const& state);

// --- tampering ---

// For faults and their tests only: changes the serving table outside the replica. No input calls
// it.
void corrupt_table_for_testing(State& state, RouteKey const& route, ReleaseId release);

}  // namespace studylab::edge
