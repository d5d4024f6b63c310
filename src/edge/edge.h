#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "edge/answer.h"
#include "edge/endpoints.h"
#include "edge/journal.h"
#include "edge/observation.h"
#include "edge/replica.h"
#include "model/messages.h"

namespace studylab::edge {

// The edge's decider: fed inputs one at a time, it gives records to be synced and, asked, the
// effects that it still wants. `State` is
//
//   journal   the fold of the synced records: what a crash leaves;
//   memory    what a crash loses: endpoints, consumers, the way to a new baseline, counts;
//   table     derived from both by `step`; what requests are answered from.
//
// A world syncs `Output::journal` whole, as one write, before it starts any effect that `react`
// names afterwards. Where that write is torn, it is as if the input had not come.

// What the environment's policy says of one key. From the control plane, at start and whenever it
// changes.
struct RoutePolicy {
  RouteKey route;
  EnvironmentName environment;
  PartitionId partition;
  GapPolicy gap_policy;
  Permille threshold;
};

// --- inputs ---

// The process has started (again): a new boot. Reports EdgeStarted.
struct Started {};
struct Declared {
  std::vector<PartitionId> partitions;
  std::vector<RoutePolicy> routes;
};
struct RouteArrived {
  RouteEvent event;
};
struct EndpointArrived {
  EndpointReport endpoint;
};
// Instead of renewals running out: the simulated world says when an allocation's reports have
// stopped.
struct EndpointAbsent {
  AllocationId allocation;
};
struct Commanded {
  EdgeCommand command;
};

// Outcomes of effects, with the key that the effect had.
// `bytes` is the canonical encoding of a Snapshot as it came; `source` the control plane it came
// from.
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
// A consumer of the stream of `baseline` stands at `from`; `delivered` is read back from it: the
// sequence before `from`, or less where the stream ends before.
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
// The connection was lost: the consumer is opened, and its end compared, again.
struct ConsumerLost {
  PartitionId partition;
};
// What was there has been delivered. (A stalled consumer delivers nothing and says the same.)
struct Pulled {
  PartitionId partition;
  OperationId operation;
  Attempt attempt;
};

// audit: recompute every partition's checksum over the serving table; every 10 s. A world in which
//   nothing but a fault of its own can touch the table need not feed it unless one has.
// interval: close the open interval, at every whole 10 s: reports RequestsObserved.
// endpoints: take out addresses that nobody renewed; not fed where EndpointAbsent is.
// repair: a deadline or back-off of a repair.
enum class Timer : std::uint8_t { audit, interval, endpoints, repair };
struct Elapsed {
  Timer timer = Timer::audit;
};
// `crosses` has said yes: reports RequestsObserved up to now, with crossing = yes.
struct CrossingSeen {};
// A look asks the edge itself: reports EdgeViewReported.
struct ViewAsked {};
// The control plane has taken the report in.
struct Acknowledged {
  Boot boot;
  ReportNumber number;
};
// It did not take a crossing (an incident is open already): the counts go back into the open
// interval.
struct CrossingDeclined {
  Boot boot;
  ReportNumber number;
};

using Input =
    std::variant<Started, Declared, RouteArrived, EndpointArrived, EndpointAbsent, Commanded,
                 SnapshotArrived, SnapshotUnavailable, ConsumerOpened, ConsumerFailed, ConsumerLost,
                 Pulled, Elapsed, CrossingSeen, ViewAsked, Acknowledged, CrossingDeclined>;

// --- effects ---

// Each is wanted until its outcome is fed back; all may be repeated without harm.
// Key: both fields.
struct PullSnapshot {
  PartitionId partition;
  std::uint32_t fetch;
};
// A new consumer in the old one's place. Key: all three.
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

// The way of one partition to a new baseline, and its consumer. Lost in a crash: a gap is then
// repaired from the start (or from the stored snapshot), an operation's order comes again from
// the control plane.
struct Idle {};
struct Fetching {
  Order order;
  std::uint32_t attempt = 1;
  Instant deadline;
  std::uint32_t fetch = 0;
};
struct Fetched {  // by an operator's step: waits for the next one
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
  Crossing reported = Crossing::no;  // over its threshold, and said so
};

struct Memory {
  std::vector<PartitionMemory> partitions;  // beside the journal's, in the same order
  std::vector<RouteThreshold> routes;       // ascending by route
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
  std::string process;  // `edge-b`, in every Origin
  Journal journal;
  Memory memory;
  Table table;
  // Counts what changes answers: table, gap, policy, endpoints. While it stays (and until an
  // answer's `holds_until`), the same head has the same answer.
  std::uint64_t version = 0;
};

struct Output {
  Outcome outcome = Outcome::done;
  std::optional<RefusalCode> refusal;
  std::vector<JournalRecord> journal;
};

// A process that has never run: no baseline in any partition. Feed it Started and Declared.
State initial_state(EdgeId id);
// An edge that stood, live, before the run began: `baselines` are taken as they are (no signature
// is asked for), with open consumers; nothing is reported. Counting begins at `now`.
State already_running(EdgeId id, Boot boot, Declared declared, std::vector<Snapshot> baselines,
                      Instant now);
// What a crash leaves of it. Feed it Started and then Declared; anything before is `not_started`.
State after_crash(State state);

// Total: every input is taken or named.
Output step(State& state, Input const& input, Instant now, Verifier const& verifier);
// Level-triggered: all that is wanted now, whether under way or not.
std::vector<Effect> react(State const& state);

// --- answering and counting ---

inline Answer answer(State const& state, RequestHead const& head, Instant now) {
  return answer(state.table, state.memory.endpoints, head, now);
}
// Answers are counted with `state.memory.observation.observe(key, requests, population)`, or by a
// row's handle. When counts have changed the world asks, as often as it likes, whether a route is
// over its threshold and has not said so yet; if one is, it feeds CrossingSeen, which cuts the
// interval at once.
bool crosses(State const& state);
// nullptr: no environment has declared the route.
RouteThreshold const* find_route(State const& state, RouteKey const& route);

// --- reports ---

// What SendReport names; nullptr once acknowledged.
Report const* find_report(State const& state, Boot boot, ReportNumber number);
// Acknowledged, and handed over without a copy: for a world that delivers within the same turn.
// Records to be synced are added to `journal`.
std::optional<Report> take_report(State& state, Boot boot, ReportNumber number,
                                  std::vector<JournalRecord>& journal);

// --- looking ---

std::vector<PartitionView> view(State const& state);
std::vector<AppliedSequence> applied(State const& state);

// --- what a hand on the machine can do ---

// For faults and their tests only: changes the serving table behind the replica's back. No input
// leads here.
void corrupt_table_for_testing(State& state, RouteKey const& route, ReleaseId release);

}  // namespace studylab::edge
