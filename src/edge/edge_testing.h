#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "edge/edge.h"
#include "model/facts.h"

namespace studylab::edge::testing {

using namespace std::chrono_literals;

inline Instant at(Duration after_start) {
  return Instant{std::chrono::hours{480'000}} + after_start;
}

// One control plane's key.
class TestVerifier : public Verifier {
 public:
  bool verifies(std::string const& key_id, std::string const& bytes,
                Signature const& signature) const override;
};
Signature sign(std::string const& bytes);

// What a control plane would publish for one partition: its table and its signed messages.
class Stream {
 public:
  explicit Stream(PartitionId partition, BaselineEpoch baseline = BaselineEpoch{1})
      : partition_(partition), baseline_(baseline) {}

  RouteEvent move(std::string const& route, std::uint32_t release);
  Snapshot snapshot(Instant issued_at) const;
  RouteSequence last() const { return sequence_; }
  OwnerTable const& table() const { return table_; }

 private:
  PartitionId partition_;
  BaselineEpoch baseline_;
  RouteSequence sequence_{1};
  OwnerTable table_;
};
Snapshot signed_again(Snapshot snapshot);
RouteEvent signed_again(RouteEvent event);

inline constexpr PartitionId p3{3};
inline constexpr PartitionId p5{5};
RoutePolicy policy(std::string const& route, PartitionId partition, GapPolicy gap = {});

EndpointReport endpoint(std::uint32_t allocation, std::uint32_t release, std::uint32_t number = 1,
                        EndpointState state = EndpointState::ready,
                        std::uint16_t probe_status = 200);

// An edge that is live on partitions 3 and 5, with `shop.example` owned by rel-1 in partition 3 and
// `mail.example` by rel-7 in partition 5.
struct TestEdge {
  TestEdge(GapPolicy gap = {});

  Output feed(Input const& input, Duration after_start);
  // Feeds RouteArrived.
  Outcome arrive(RouteEvent const& event, Duration after_start = 1s);

  Stream shop{p3};
  Stream mail{p5};
  TestVerifier verifier;
  std::vector<JournalRecord> records;  // all records to sync so far
  State state;
};

// All fields of a journal, to compare two.
std::string fingerprint(Journal const& journal);

template <class F>
std::vector<F> reported(State const& state) {
  std::vector<F> facts;
  for (auto const* outbox : {&state.journal.reports, &state.memory.reports}) {
    for (auto const& waiting : outbox->waiting()) {
      if (auto const* fact = fact_if<F>(waiting.report.fact)) facts.push_back(*fact);
    }
  }
  return facts;
}

template <class E>
std::vector<E> wanted(State const& state) {
  std::vector<E> effects;
  for (auto const& effect : react(state)) {
    if (auto const* e = std::get_if<E>(&effect)) effects.push_back(*e);
  }
  return effects;
}

inline constexpr std::string_view key = "a key of thirty-two bytes, tests.";

inline std::vector<Snapshot> baselines(TestEdge& edge_under_test) {
  return {edge_under_test.shop.snapshot(at(0s)), edge_under_test.mail.snapshot(at(0s))};
}

inline State set_up(TestEdge& edge_under_test, GapPolicy gap) {
  edge_under_test.shop.move("shop.example", 1);
  edge_under_test.mail.move("mail.example", 7);
  Declared declared{{p3, p5}, {policy("shop.example", p3, gap), policy("mail.example", p5, gap)}};
  return already_running(EdgeId{2}, Boot{4}, std::move(declared), baselines(edge_under_test),
                         at(0s));
}

inline Signature sign(std::string const& bytes) {
  return keyed_blake2b_64(as_bytes(key), as_bytes(bytes));
}

inline bool TestVerifier::verifies(std::string const& key_id, std::string const& bytes,
                                   Signature const& signature) const {
  return key_id == "control-1" && sign(bytes) == signature;
}

inline RouteEvent signed_again(RouteEvent event) {
  event.key_id = "control-1";
  event.signature = sign(signed_bytes(event));
  return event;
}

inline Snapshot signed_again(Snapshot snapshot) {
  snapshot.key_id = "control-1";
  snapshot.signature = sign(signed_bytes(snapshot));
  return snapshot;
}

inline RouteEvent Stream::move(std::string const& route, std::uint32_t release) {
  RouteEvent event;
  event.partition = partition_;
  event.baseline = baseline_;
  event.previous = table_.checksum();
  sequence_ = next(sequence_);
  event.sequence = sequence_;
  event.route = RouteKey{route};
  event.release = ReleaseId{release};
  auto const owner = table_.find(route);
  event.epoch = owner ? next(owner->epoch) : KeyEpoch{1};
  table_.put({event.route, event.release, event.epoch});
  return signed_again(event);
}

inline Snapshot Stream::snapshot(Instant issued_at) const {
  Snapshot snapshot;
  snapshot.partition = partition_;
  snapshot.baseline = baseline_;
  snapshot.sequence = sequence_;
  snapshot.owners = table_.owners();
  snapshot.checksum = table_.checksum();
  snapshot.issued_at = issued_at;
  snapshot.expires_at = issued_at + 1h;
  return signed_again(snapshot);
}

inline RoutePolicy policy(std::string const& route, PartitionId partition, GapPolicy gap) {
  return {
      RouteKey{route}, EnvironmentName{route + "/production"}, partition, gap, Permille{50}, {}};
}

inline EndpointReport endpoint(std::uint32_t allocation, std::uint32_t release,
                               std::uint32_t number, EndpointState state,
                               std::uint16_t probe_status) {
  EndpointReport report;
  report.allocation = AllocationId{allocation};
  report.release = ReleaseId{release};
  report.environment = EnvironmentName{"shop.example/production"};
  report.state = state;
  report.host = HostId{1};
  report.boot = Boot{1};
  report.number = ReportNumber{number};
  report.probe_status = probe_status;
  return report;
}

inline std::string fingerprint(Journal const& journal) {
  std::string bytes;
  Encoder out{bytes};
  out.put(journal.boot);
  for (auto const& p : journal.partitions) {
    out.put(p.partition);
    out.put(p.baseline);
    out.put(p.baseline_sequence);
    out.put(p.table.owners());
    out.put(p.applied);
    out.put(p.applied_at);
    out.put(p.expected);
    out.put(static_cast<std::uint8_t>(p.gap));
    out.put(p.gap_since);
    out.put(p.seen_baseline);
    out.put(p.seen);
    out.put(p.issued_at);
    out.put(p.repairs);
    out.put(static_cast<std::uint8_t>(p.self_repair));
    if (p.stored) out.put(complete(*p.stored));
  }
  for (auto const& policy : journal.policies) {
    out.put(policy.route);
    out.put(policy.policy);
    out.put(policy.ordered_by);
  }
  for (auto const& kept : journal.replies) out.put(static_cast<std::uint8_t>(kept.outcome));
  for (auto const& waiting : journal.reports.waiting()) {
    out.put(waiting.boot);
    out.put(waiting.number);
    out.put(fact_name(waiting.report.fact));
  }
  return bytes;
}

inline TestEdge::TestEdge(GapPolicy gap) : state(set_up(*this, gap)) {}

inline Output TestEdge::feed(Input const& input, Duration after_start) {
  auto out = step(state, input, at(after_start), verifier);
  records.insert(records.end(), out.journal.begin(), out.journal.end());
  return out;
}

inline Outcome TestEdge::arrive(RouteEvent const& event, Duration after_start) {
  return feed(RouteArrived{event}, after_start).outcome;
}

inline PartitionJournal const& shop(TestEdge const& edge_under_test) {
  return *edge_under_test.state.journal.find(p3);
}

}  // namespace studylab::edge::testing
