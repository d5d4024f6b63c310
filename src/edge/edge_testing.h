#pragma once

#include <string>
#include <vector>

#include "edge/edge.h"
#include "model/facts.h"

namespace studylab::edge::testing {

using namespace std::chrono_literals;

inline Instant at(Duration after_start) { return Instant{std::chrono::hours{480'000}} + after_start; }

// One control plane's key.
class TestVerifier : public Verifier {
 public:
  bool verifies(std::string const& key_id, std::string const& bytes,
                Hash const& signature) const override;
};
Hash sign(std::string const& bytes);

// What a control plane would publish for one partition: its table as it moves on, and its signed messages.
class Stream {
 public:
  explicit Stream(PartitionId partition, BaselineEpoch baseline = BaselineEpoch{1})
      : partition_(partition), baseline_(baseline) {}

  RouteEvent move(std::string const& route, std::uint32_t release);
  Snapshot snapshot(Instant issued_at) const;
  RouteSequence last() const { return sequence_; }
  std::vector<OwnerView> const& owners() const { return owners_; }

 private:
  PartitionId partition_;
  BaselineEpoch baseline_;
  RouteSequence sequence_{1};
  std::vector<OwnerView> owners_;
};
Snapshot signed_again(Snapshot snapshot);
RouteEvent signed_again(RouteEvent event);

inline constexpr PartitionId p3{3};
inline constexpr PartitionId p5{5};
RoutePolicy policy(std::string const& route, PartitionId partition, GapPolicy gap = {});

EndpointReport endpoint(std::uint32_t allocation, std::uint32_t release, std::uint32_t number = 1,
                        EndpointState state = EndpointState::ready, std::uint16_t probe_status = 200);

// An edge that stands on partitions 3 and 5, with `shop.example` owned by rel-1 in partition 3 and `mail.example`
// by rel-7 in partition 5.
struct Stand {
  Stand(GapPolicy gap = {});

  Output feed(Input const& input, Duration after_start);
  // Feeds RouteArrived.
  Outcome arrive(RouteEvent const& event, Duration after_start = 1s);

  Stream shop{p3};
  Stream mail{p5};
  TestVerifier verifier;
  std::vector<Journaled> records;  // all that was to be synced
  State state;
};

// All that a journal says, to compare two.
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

}  // namespace studylab::edge::testing
