// Gates in the simulated world: flows and cohorts, their answers, counts and events.

#include <gtest/gtest.h>

#include "evidence/invariants/invariants.h"
#include "world/sim/sleep_testing.h"

namespace studylab::world::sim {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using namespace testing;

TEST(SimGates, AFlowToASleepingEnvironmentAsksOnceAndWaitsAtMostItsTime) {
  Tiny const tiny;
  SimWorld world{sleeping_plan()};
  world.advance_to(tiny.began + seconds{31});
  for (auto const edge : {EdgeId{1}, EdgeId{2}}) {
    auto const rows = counted(world, edge);
    auto const arrived = 600ULL * edge.number / 2;
    // A fifth is unsafe, without a contract.
    EXPECT_EQ(rows.at(RequestError::asleep), arrived / 5);
    EXPECT_GT(rows.at(RequestError::wake_expired), 0U);
    EXPECT_FALSE(rows.contains(RequestError::none));
    auto const sums = gate_sums(world, edge);
    EXPECT_EQ(sums.joined, sums.expired + sums.waiting);
    EXPECT_EQ(sums.joined + sums.refused, arrived);
    EXPECT_EQ(sums.released, 0U);
    EXPECT_LE(sums.waiting, 200U);
  }
  auto const& chain = world.chain();
  EXPECT_EQ(count_facts<WakeAsked>(chain), 1U + count_facts<WakeJoined>(chain));
  EXPECT_TRUE(evidence::violations(world.chain().entries()).empty());
}

TEST(SimGates, AStampedeIsOneEventAndTwoReportsAnEdge) {
  Tiny const tiny;
  auto const events_of = [&](std::uint32_t requests) {
    auto plan = sleeping_plan();
    plan.flows.clear();
    plan.changes.push_back(cohort(1, requests, seconds{2}));
    plan.changes.push_back(cohort(2, requests, seconds{2}));
    SimWorld world{std::move(plan)};
    world.advance_to(tiny.began + seconds{40});
    for (auto const edge : {EdgeId{1}, EdgeId{2}}) {
      auto const rows = counted(world, edge);
      EXPECT_EQ(rows.at(RequestError::gate_full), requests - 200U);
      EXPECT_EQ(rows.at(RequestError::wake_expired), 200U);
      EXPECT_LE(gate_sums(world, edge).reports, 5U);
    }
    EXPECT_EQ(count_facts<WakeAsked>(world.chain()), 2U);
    auto const measured = world.measure(tiny.stuck_wake(), tiny.began).value().measured;
    EXPECT_EQ(measured.failed_requests, 2ULL * requests);
    EXPECT_EQ(measured.refused_requests, 2ULL * (requests - 200U));
    EXPECT_EQ(measured.failed_time, seconds{2});  // when they were refused, and when they expired
    return world.events();
  };
  EXPECT_EQ(events_of(10'000), events_of(1'000'000));
}

// The hosts are down for 15 s: their addresses expire, and requests wait until the allocations are
// back.
TEST(SimGates, WaitingRequestsAreForwardedAtTheRateWhenTheAppIsReady) {
  Tiny const tiny;
  auto plan = tiny_plan();
  declare_sleep(plan);
  for (auto const* host : {"runner-host-1", "runner-host-2"}) {
    plan.changes.push_back({tiny.began + seconds{5}, ProcessCrash{host, seconds{15}}});
  }
  SimWorld world{std::move(plan)};
  world.advance_to(tiny.began + seconds{90});
  for (auto const edge : {EdgeId{1}, EdgeId{2}}) {
    auto const sums = gate_sums(world, edge);
    EXPECT_GT(sums.released, 0U);
    EXPECT_EQ(sums.joined, sums.released + sums.expired);
    std::uint64_t all = 0;
    for (auto const& [error, requests] : counted(world, edge)) all += requests;
    auto const seconds_counted = (counted_until(world, edge) - tiny.began).count() / 1'000'000;
    EXPECT_GE(seconds_counted, 70);
    EXPECT_EQ(all, 10ULL * edge.number * static_cast<std::uint64_t>(seconds_counted));
    for (auto const& entry : world.chain().entries()) {
      auto const* report = fact_if<GateReported>(entry.fact);
      if (report == nullptr || report->edge != edge) continue;
      std::uint64_t released = 0;
      for (auto const& row : report->rows) released += row.released;
      auto const length = (report->until - report->from).count();
      EXPECT_LE(released, 1 + static_cast<std::uint64_t>(length) / 100'000);
    }
  }
  EXPECT_EQ(world.measure(tiny.stuck_wake(), tiny.began).value().unready_answers, 0U);
  EXPECT_TRUE(evidence::violations(world.chain().entries()).empty());
}

TEST(SimGates, ACrashOfTheEdgeLosesTheWaitingOnesAndItLearnsOfTheWakeAgain) {
  Tiny const tiny;
  auto plan = sleeping_plan();
  plan.flows.clear();
  plan.changes.push_back(cohort(1, 150, seconds{2}));
  plan.changes.push_back({tiny.began + seconds{4}, ProcessCrash{"edge-a", seconds{2}}});
  plan.changes.push_back(cohort(1, 10, seconds{5}));  // while it is down
  plan.changes.push_back(cohort(1, 50, seconds{12}));
  SimWorld world{std::move(plan)};
  world.advance_to(tiny.began + seconds{60});
  EXPECT_EQ(count_facts<WakeAsked>(world.chain()), 1U);
  auto const measured = world.measure(tiny.stuck_wake(), tiny.began).value().measured;
  EXPECT_EQ(measured.failed_requests, 210U);
  EXPECT_EQ(measured.refused_requests, 0U);
  EXPECT_EQ(counted(world, EdgeId{1}).at(RequestError::wake_expired), 50U);
}

TEST(SimGates, AnEdgeAnswersAQueryAboutItsGate) {
  Tiny const tiny;
  auto plan = sleeping_plan();
  plan.flows.clear();
  plan.changes.push_back(cohort(2, 30, seconds{2}));
  SimWorld world{std::move(plan)};
  world.advance_to(tiny.began + seconds{5});
  auto const before = count_facts<GateReported>(world.chain());
  world.ask_gates(tiny.environment);
  world.advance_to(tiny.began + seconds{6});
  EXPECT_EQ(count_facts<GateReported>(world.chain()), before + 2);
  auto const& gates = world.platform().sleep_policies.at(tiny.environment).gates;
  EXPECT_EQ(gates.at(EdgeId{2}).totals[0].joined, 30U);
  EXPECT_EQ(gates.at(EdgeId{2}).last.rows.at(0).waiting, 30U);
}

TEST(SimGates, ReadingTheTrafficMoreOftenChangesNothing) {
  Tiny const tiny;
  auto const head = [&](Duration step) {
    SimWorld world{sleeping_plan()};
    for (auto at = tiny.began; at < tiny.began + minutes{2}; at += step) {
      world.advance_to(at);
      (void)world.measure(tiny.stuck_wake(), tiny.began);
    }
    world.advance_to(tiny.began + minutes{2});
    return world.chain().head();
  };
  EXPECT_EQ(head(seconds{1}), head(seconds{17}));
}

}  // namespace
}  // namespace studylab::world::sim
