// SW4 and SWN1 for every sequence of arrivals, news of wakes, failures, clock steps and crashes.

#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "base/random.h"
#include "base/sweep_testing.h"
#include "edge/gate.h"

namespace studylab::edge {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t gate_steps = 1000;
constexpr Instant gate_watched_since{std::chrono::hours{480'000}};

GatePolicy draw_gate_policy(Random& random) {
  GatePolicy policy;
  policy.budget = Duration{random.between(1'000'000, 90'000'000)};
  policy.safe = {static_cast<std::uint32_t>(random.below(300)), random.below(300'000),
                 Duration{random.between(0, 60'000'000)}};
  policy.idempotent = {static_cast<std::uint32_t>(random.below(30)), random.below(30'000),
                       Duration{random.between(0, 20'000'000)}};
  policy.release_per_second =
      static_cast<std::uint32_t>(random.below(random.chance(200) ? 2000 : 40));
  return policy;
}

// A gate, and beside it what each of its requests may do.
class WatchedGate {
 public:
  explicit WatchedGate(std::uint64_t seed) : random_(Seed{seed, {}}, "gate") { begin(); }

  void step() {
    now_ += Duration{random_.between(0, random_.chance(50) ? 40'000'000 : 400'000)};
    auto const seen = random_.chance(30) ? now_ - Duration{random_.between(0, 5'000'000)} : now_;
    latest_ = std::max(latest_, seen);
    advance(seen);
    foresee_refusals();
    switch (random_.below(12)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4: arrive(seen); break;
      case 5: gate_.wake_started(wake(), latest_ + Duration{random_.between(0, 90'000'000)}); break;
      case 6:
        gate_.wake_ended(wake(), random_.chance(700) ? WakeOutcome::failed : WakeOutcome::hot,
                         latest_);
        break;
      case 7: make_ready(latest_ + Duration{random_.between(0, 20'000'000)}); break;
      case 8: make_ready(random_.chance(500) ? Instant::max() : Instant::min()); break;
      case 9: abandon(); break;
      case 10:
        if (random_.chance(100)) begin();
        break;  // a crash: those that waited are lost
      default:
        if (random_.chance(100)) redeclare();
        break;
    }
    advance(seen);
    if (random_.chance(700)) follow_timers();
    if (random_.chance(50)) gate_.reported();
    check_waiting();
  }

 private:
  struct Request {
    RequestClass request_class = RequestClass::safe;
    std::uint64_t bytes = 0;
    Instant arrived;
    Instant until;  // the latest that it may wait
  };

  WakeId wake() {
    wakes_ += static_cast<std::uint32_t>(random_.below(3));  // also news that comes late or twice
    return {OperationId{1 + wakes_ / 3},
            Attempt{static_cast<std::uint32_t>(random_.between(1, 3))}};
  }

  void begin() {
    gate_ = Gate{EnvironmentName{"shop/preview"}, draw_gate_policy(random_)};
    waiting_.clear();
    last_ticket_ = 0;
    ready_until_ = Instant::min();
    level_ = 0;
    latest_ = now_;
    rate_ = gate_.policy().release_per_second;
  }

  void redeclare() {
    gate_.declare(draw_gate_policy(random_));
    rate_ = gate_.policy().release_per_second;
    level_ = 0;
    for (auto& [ticket, request] : waiting_) {
      auto const& policy = gate_.policy();
      auto const time =
          request.request_class == RequestClass::safe ? policy.safe.time : policy.idempotent.time;
      request.until = std::min(request.until, request.arrived + time);
    }
    relaxed_ = true;
  }

  void make_ready(Instant until) {
    gate_.set_ready(until, latest_);
    ready_until_ = until;
  }

  void arrive(Instant seen) {
    auto const request_class = static_cast<RequestClass>(random_.below(request_classes));
    auto const count = static_cast<std::uint32_t>(random_.chance(50) ? 10'000 : random_.below(20));
    if (count == 0) return;
    Arrival const arrival{request_class, count, random_.below(2'000)};
    auto const given = gate_.admit(arrival, seen);
    ASSERT_EQ(given.held.count + given.refused, count);
    ASSERT_TRUE(given.refused == 0 || given.reason != RequestError::none);
    if (given.held.count == 0) return;
    ASSERT_TRUE(request_class == RequestClass::safe || request_class == RequestClass::idempotent);
    auto const& policy = gate_.policy();
    auto const& bounds = request_class == RequestClass::safe ? policy.safe : policy.idempotent;
    for (std::uint32_t n = 0; n < given.held.count; ++n) {
      auto const ticket = given.held.first + n;
      ASSERT_GT(ticket, last_ticket_);  // never used before
      last_ticket_ = ticket;
      auto const time = std::min(bounds.time, policy.budget);
      waiting_[ticket] = {request_class, arrival.bytes, latest_, latest_ + time};
    }
  }

  // `refuses` says what happens to the next requests, one by one.
  void foresee_refusals() {
    auto const request_class = static_cast<RequestClass>(random_.below(request_classes));
    Arrival const arrival{request_class, 1, random_.below(2'000)};
    auto later = gate_;
    auto const refused = gate_.refuses(request_class, arrival.bytes, latest_);
    if (!refused) {
      auto const given = later.admit(arrival, latest_);
      ASSERT_TRUE(given.held.count == 1 || later.wants_wake()) << "it is refused";
      return;
    }
    ASSERT_GT(refused->until, latest_);
    auto const due = gate_.next_due().value_or(Instant::max());
    auto const until = std::min({refused->until, due, latest_ + 120s});
    std::vector<Departure> departures;
    for (int n = 0; n < 3 && later_by(until); ++n) {
      auto const at = n == 2 ? until - Duration{1} : *later_by(until);
      later.advance(at, departures);
      auto const given = later.admit(arrival, at);
      ASSERT_EQ(given.refused, 1U);
      ASSERT_EQ(given.reason, refused->reason);
    }
    ASSERT_TRUE(departures.empty());
    ASSERT_FALSE(later.wants_wake() && !gate_.wants_wake());
  }

  std::optional<Instant> later_by(Instant until) {
    if (until <= latest_) return std::nullopt;
    return latest_ + Duration{random_.between(0, (until - latest_).count() - 1)};
  }

  void abandon() {
    auto const ticket = random_.below(last_ticket_ + 2);
    ASSERT_EQ(gate_.abandon(ticket), waiting_.erase(ticket) == 1);
  }

  void follow_timers() {
    for (int rings = 0; rings < 20; ++rings) {
      auto const due = gate_.next_due();
      if (!due || *due > latest_ + 2s) return;
      ASSERT_GE(*due, latest_);
      now_ = std::max(now_, *due);
      latest_ = *due;
      auto const before = waiting_.size();
      advance(*due);
      ASSERT_LT(waiting_.size(), before) << "nothing was due";
    }
  }

  void advance(Instant seen) {
    std::vector<Departure> out;
    gate_.advance(seen, out);
    for (auto const& departure : out) {
      if (!departure.refusal) check_release(departure);
      for (std::uint32_t n = 0; n < departure.tickets.count; ++n) {
        auto const at = waiting_.find(departure.tickets.first + n);
        ASSERT_NE(at, waiting_.end()) << "left twice, or never held";
        ASSERT_EQ(at->second.request_class, departure.request_class);
        if (!departure.refusal) {
          ASSERT_LT(latest_, at->second.until);
        }
        waiting_.erase(at);
      }
    }
  }

  // A leaky bucket: in any span, at most the rate times its length, and the burst.
  void check_release(Departure const& departure) {
    ASSERT_LT(latest_, ready_until_);
    auto const passed = static_cast<std::uint64_t>((latest_ - released_at_).count());
    level_ -= std::min(level_, passed > 10'000'000 ? level_ : passed * rate_);
    level_ += departure.tickets.count * std::uint64_t{1'000'000};
    released_at_ = latest_;
    ASSERT_LE(level_, std::max<std::uint64_t>(1, rate_ / 100) * 1'000'000);
  }

  void check_waiting() {
    std::array<std::uint32_t, request_classes> count{};
    std::array<std::uint64_t, request_classes> bytes{};
    for (auto const& [ticket, request] : waiting_) {
      ASSERT_GT(request.until, latest_) << "outlives its time";
      ++count[static_cast<std::size_t>(request.request_class)];
      bytes[static_cast<std::size_t>(request.request_class)] += request.bytes;
    }
    for (std::size_t i = 0; i < request_classes; ++i) {
      ASSERT_EQ(gate_.rows()[i].waiting, count[i]);
      ASSERT_EQ(gate_.rows()[i].bytes, bytes[i]);
    }
    if (waiting_.empty()) relaxed_ = false;
    ASSERT_EQ(count[2] + count[3], 0U);
    auto const& policy = gate_.policy();
    if (relaxed_) return;  // more may wait than a policy declared since would let in
    ASSERT_LE(count[0], policy.safe.requests);
    ASSERT_LE(count[1], policy.idempotent.requests);
    ASSERT_LE(bytes[0], policy.safe.bytes);
    ASSERT_LE(bytes[1], policy.idempotent.bytes);
  }

  Random random_;
  Gate gate_{EnvironmentName{"shop/preview"}, {}};
  std::map<std::uint64_t, Request> waiting_;
  std::uint64_t last_ticket_ = 0;
  Instant now_ = gate_watched_since;
  Instant latest_ = gate_watched_since;
  Instant ready_until_ = Instant::min();
  Instant released_at_ = gate_watched_since;
  std::uint64_t level_ = 0;
  std::uint64_t rate_ = 1;
  std::uint32_t wakes_ = 0;
  bool relaxed_ = false;
};

TEST(GateProperties, NoSequenceHoldsForwardsOrReleasesMoreThanItMay) {
  auto const seeds = studylab::testing::sweep_seeds(20);
  for (auto seed = seeds.first; seed <= seeds.last; ++seed) {
    WatchedGate gate{seed};
    for (std::uint32_t n = 0; n < gate_steps; ++n) {
      gate.step();
      ASSERT_FALSE(::testing::Test::HasFatalFailure()) << "step " << n << " of seed " << seed;
    }
  }
}

}  // namespace
}  // namespace studylab::edge
