#include "lab/bench/edge.h"

#include <string>

#include <fmt/format.h>

#include "base/check.h"
#include "edge/edge.h"
#include "lab/bench/machine.h"
#include "lab/bench/stopwatch.h"

namespace studylab::bench {
namespace {

constexpr std::uint32_t routes = 1'000'000;
constexpr std::uint32_t edge_rounds = 5;
constexpr std::uint32_t events_per_round = 20'000;
constexpr std::uint32_t answers_per_round = 200'000;
constexpr PartitionId partition{1};
constexpr std::string_view key_id = "control-1";
constexpr std::string_view key = "a key of thirty-two bytes, bench.";
constexpr double micro = 1e6;

Instant after(std::chrono::seconds passed) { return Instant{std::chrono::hours{480'000}} + passed; }

class Keyed : public Verifier {
 public:
  bool verifies(std::string const& by, std::string const& bytes,
                Signature const& signature) const override {
    return by == key_id && keyed_blake2b_64(as_bytes(key), as_bytes(bytes)) == signature;
  }
};

template <class Message>
void sign(Message& message) {
  message.key_id = std::string{key_id};
  message.signature = keyed_blake2b_64(as_bytes(key), as_bytes(signed_bytes(message)));
}

// Eighteen characters: too long for the small-string optimisation, like most host names.
RouteKey route(std::uint32_t number) { return RouteKey{fmt::format("app-{:06}.example", number)}; }

// What the control plane would publish.
class Stream {
 public:
  Stream() {
    std::vector<OwnerView> owners;
    owners.reserve(routes);
    for (std::uint32_t n = 0; n < routes; ++n) {
      owners.push_back({route(n), ReleaseId{1}, KeyEpoch{1}});
    }
    table_ = OwnerTable{std::move(owners)};
  }

  std::string snapshot(Instant issued) const {
    Snapshot snapshot;
    snapshot.partition = partition;
    snapshot.baseline = BaselineEpoch{1};
    snapshot.sequence = sequence_;
    snapshot.owners = table_.owners();
    snapshot.checksum = table_.checksum();
    snapshot.issued_at = issued;
    snapshot.expires_at = issued + std::chrono::hours{1};
    sign(snapshot);
    return encoded(snapshot);
  }

  // Every tenth event adds a new route.
  RouteEvent move() {
    sequence_ = next(sequence_);
    auto const n = static_cast<std::uint32_t>(sequence_.value());
    RouteEvent event;
    event.partition = partition;
    event.baseline = BaselineEpoch{1};
    event.sequence = sequence_;
    event.route = n % 10 == 0 ? route(routes + n) : route(n * 7919 % routes);
    event.release = ReleaseId{2};
    event.epoch = KeyEpoch{2};
    event.previous = table_.checksum();
    table_.put({event.route, event.release, event.epoch});
    sign(event);
    return event;
  }

  RouteSequence last() const { return sequence_; }

 private:
  OwnerTable table_;
  RouteSequence sequence_{1};
};

// An edge with no baseline, whose repair waits for a snapshot.
edge::State waiting_edge(Verifier const& verifier) {
  auto state = edge::initial_state(EdgeId{1});
  edge::step(state, edge::Started{}, after({}), verifier);
  edge::step(state, edge::Declared{{partition}, {}}, after({}), verifier);
  return state;
}

// Seconds from the snapshot's arrival until it is in force.
double take_snapshot(edge::State& state, std::string bytes, RouteSequence last,
                     Verifier const& verifier) {
  edge::Input const arrived =
      edge::SnapshotArrived{partition, state.memory.last_fetch, std::move(bytes), "control-1"};
  ProcessorTime const time;
  edge::step(state, arrived, after(std::chrono::seconds{1}), verifier);
  edge::step(state, edge::ConsumerOpened{partition, BaselineEpoch{1}, next(last), last},
             after(std::chrono::seconds{1}), verifier);
  auto const seconds = time.seconds();
  STUDYLAB_CHECK(state.journal.find(partition)->gap == GapCause::none);
  return seconds;
}

double event_seconds(edge::State& state, Stream& stream, Verifier const& verifier) {
  std::vector<edge::Input> events;
  events.reserve(events_per_round);
  for (std::uint32_t n = 0; n < events_per_round; ++n) {
    events.emplace_back(edge::RouteArrived{stream.move()});
  }
  ProcessorTime const time;
  for (auto const& event : events) {
    auto const out = edge::step(state, event, after(std::chrono::seconds{2}), verifier);
    STUDYLAB_CHECK(out.outcome == edge::Outcome::applied);
  }
  return time.seconds() / events_per_round;
}

// As a consumer delivers a stream's history: one signature in 256 events.
double replay_seconds(edge::State& state, Stream& stream, Verifier const& verifier) {
  constexpr auto replays = events_per_round / edge::max_replay;
  std::vector<edge::Input> inputs;
  inputs.reserve(replays);
  for (std::size_t n = 0; n < replays; ++n) {
    edge::RoutesArrived replay;
    for (std::size_t i = 0; i < edge::max_replay; ++i) replay.events.push_back(stream.move());
    inputs.emplace_back(std::move(replay));
  }
  ProcessorTime const time;
  for (auto const& input : inputs) {
    auto const out = edge::step(state, input, after(std::chrono::seconds{2}), verifier);
    STUDYLAB_CHECK(out.outcome == edge::Outcome::applied);
  }
  return time.seconds() / static_cast<double>(replays * edge::max_replay);
}

double answer_seconds(edge::State const& state) {
  std::vector<std::string> hosts;
  hosts.reserve(answers_per_round);
  for (std::uint32_t n = 0; n < answers_per_round; ++n)
    hosts.push_back(route(n * 4243 % routes).value());
  std::uint64_t known = 0;
  ProcessorTime const time;
  for (auto const& host : hosts) {
    auto const answer = edge::answer(state, {host, {}}, after(std::chrono::seconds{3}));
    auto const* refuse = std::get_if<edge::Refuse>(&answer.what);
    known += refuse != nullptr && refuse->status == 503 ? 1U : 0U;  // no endpoint
  }
  auto const seconds = time.seconds() / answers_per_round;
  STUDYLAB_CHECK(known == answers_per_round);
  return seconds;
}

Row row(std::string what, double value, std::string unit, std::string goal, Met met) {
  return {"edge", std::move(what), value, std::move(unit), {}, "", 0, std::move(goal), met};
}

}  // namespace

std::vector<Row> measure_edge(Progress const& progress) {
  progress("edge: a million routes");
  Keyed const verifier;
  Stream stream;
  // The first edge warms up the allocator, so that the memory that the second edge adds is its own.
  std::vector<double> events, replays, answers, snapshots;
  auto first = waiting_edge(verifier);
  take_snapshot(first, stream.snapshot(after({})), stream.last(), verifier);
  auto const before = resident_bytes();
  auto state = waiting_edge(verifier);
  take_snapshot(state, stream.snapshot(after({})), stream.last(), verifier);
  auto const bytes = static_cast<double>(resident_bytes() - before) / routes;
  first = {};
  for (std::uint32_t round = 0; round <= edge_rounds; ++round) {
    progress(fmt::format("edge: round {} of {}", round, edge_rounds));
    auto const event = event_seconds(state, stream, verifier);
    auto const replay = replay_seconds(state, stream, verifier);
    auto const answer = answer_seconds(state);
    auto other = waiting_edge(verifier);
    auto const snapshot = take_snapshot(other, stream.snapshot(after({})), stream.last(), verifier);
    if (round == 0) continue;  // warms up
    events.push_back(event * micro);
    replays.push_back(replay * micro);
    answers.push_back(answer * micro);
    snapshots.push_back(snapshot);
  }
  auto const event = median(events), snapshot = median(snapshots), answer = median(answers);
  return {
      row("route event applied, 1,000,000 routes", event, "µs", "less than 10 µs",
          met_if(event < 10)),
      row("route event in a replay of 256, 1,000,000 routes", median(replays), "µs",
          "less than 10 µs", met_if(median(replays) < 10)),
      row("snapshot of 1,000,000 routes verified and in force", snapshot, "s", "less than 2 s",
          met_if(snapshot < 2)),
      row("memory per route", bytes, "bytes", "less than 200", met_if(bytes < 200)),
      row("answer to a request, 1,000,000 routes", answer, "µs", "", Met::no_goal),
  };
}

}  // namespace studylab::bench
