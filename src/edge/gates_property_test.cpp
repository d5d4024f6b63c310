// A sleeping environment at an edge: whatever allocations report, and whatever the edge learns of
// wakes, requests wait within their time, and only the route's owner gets them.

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/sweep_testing.h"
#include "edge/gates_testing.h"

namespace studylab::edge {
namespace {

using namespace testing;

constexpr std::uint32_t sleeping_steps = 400;

class WatchedSleeper {
 public:
  explicit WatchedSleeper(std::uint64_t seed) : random_(Seed{seed, {}}, "sleeping edge") {}

  void step() {
    passed_ += Duration{random_.between(0, 2'000'000)};
    switch (random_.below(9)) {
      case 0:
      case 1: arrive_at_gate(); break;
      case 2: feed(EndpointArrived{any_endpoint()}); break;
      case 3: move_owner(); break;
      case 4:
        feed(Commanded{WakeStarted{sleeper, {}, wake(), Attempt{1}, at(passed_ + 60s)}});
        break;
      case 5:
        feed(Commanded{WakeEnded{sleeper,
                                 {},
                                 wake(),
                                 Attempt{1},
                                 random_.chance(500) ? WakeOutcome::hot : WakeOutcome::failed}});
        break;
      case 6: feed(GatesSeen{}); break;
      default: feed(Elapsed{Timer::gate}); break;
    }
    check();
  }
  std::uint64_t released() const { return released_; }

 private:
  void arrive_at_gate() {
    feed(Elapsed{Timer::gate});
    auto const request_class = static_cast<RequestClass>(random_.below(request_classes));
    auto const count = static_cast<std::uint32_t>(random_.between(1, 40));
    auto const given = edge_.arrive_at_gate(count, passed_, request_class);
    bool const may_wait =
        request_class == RequestClass::safe || request_class == RequestClass::idempotent;
    ASSERT_TRUE(may_wait || given.held.count == 0);
  }

  // Of any release, whether it owns the route or not.
  EndpointReport any_endpoint() {
    auto const release = static_cast<std::uint32_t>(random_.between(1, 3));
    auto const ready = random_.chance(600) ? EndpointState::ready : EndpointState::leaving;
    auto const number = static_cast<std::uint32_t>(++reports_);
    return endpoint(10 * release + static_cast<std::uint32_t>(random_.below(2)), release, number,
                    ready, random_.chance(800) ? 200 : 503);
  }

  void move_owner() {
    if (!random_.chance(300)) return;
    owner_ = ReleaseId{static_cast<std::uint32_t>(random_.between(1, 3))};
    feed(RouteArrived{edge_.shop.move("shop.example", owner_.number)});
  }

  OperationId wake() { return OperationId{static_cast<std::uint32_t>(random_.between(1, 6))}; }

  void feed(Input const& input) {
    auto const out = edge_.feed(input, passed_);
    for (auto const& [environment, departure] : out.departed) {
      if (departure.refusal) continue;
      released_ += departure.tickets.count;
      auto const given = answer(edge_.state, {"shop.example", {}}, at(passed_));
      auto const* forward = std::get_if<Forward>(&given.what);
      ASSERT_NE(forward, nullptr) << "released without a ready allocation";
      ASSERT_EQ(forward->release, owner_);
    }
  }

  void check() {
    auto const given = answer(edge_.state, {"shop.example", {}}, at(passed_));
    if (auto const* forward = std::get_if<Forward>(&given.what)) {
      ASSERT_EQ(forward->release, owner_) << "health chose another release";
      for (auto const& candidate : forward->candidates) ASSERT_EQ(candidate.release, owner_);
    } else {
      ASSERT_TRUE(std::holds_alternative<Hold>(given.what));
    }
    feed(Elapsed{Timer::gate});
    for (auto const& row : edge_.gate().rows()) {
      if (row.waiting == 0) continue;
      bool const safe = row.request_class == RequestClass::safe;
      ASSERT_TRUE(safe || row.request_class == RequestClass::idempotent);
      auto const& policy = edge_.gate().policy();
      ASSERT_LT(at(passed_) - *row.oldest, safe ? policy.safe.time : policy.idempotent.time);
    }
  }

  Random random_;
  SleepingEdge edge_;
  ReleaseId owner_{1};
  Duration passed_ = 1s;
  std::uint32_t reports_ = 0;
  std::uint64_t released_ = 0;
};

TEST(SleepingEdgeProperties, OnlyTheOwnersAllocationsGetWhatWaited) {
  auto const seeds = studylab::testing::sweep_seeds(20);
  std::uint64_t released = 0;
  for (auto seed = seeds.first; seed <= seeds.last; ++seed) {
    WatchedSleeper watched{seed};
    for (std::uint32_t n = 0; n < sleeping_steps; ++n) {
      watched.step();
      ASSERT_FALSE(::testing::Test::HasFatalFailure()) << "step " << n << " of seed " << seed;
    }
    released += watched.released();
  }
  EXPECT_GT(released, 0U);  // the steps do reach releases
}

}  // namespace
}  // namespace studylab::edge
