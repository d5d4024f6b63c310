// The edge around its gates: answers, what it reports, and what wakes and endpoints change.

#include <gtest/gtest.h>

#include "edge/gates_testing.h"

namespace studylab::edge {
namespace {

using namespace testing;

bool goes_to_gate(State const& state, std::string_view host) {
  auto const given = answer(state, {host, {}}, at(1s));
  return std::holds_alternative<Hold>(given.what);
}

TEST(EdgeGates, AnOwnerWithoutAnEndpointIsForTheGateOnlyIfItsEnvironmentMaySleep) {
  SleepingEdge edge_under_test;
  EXPECT_TRUE(goes_to_gate(edge_under_test.state, "shop.example"));
  EXPECT_FALSE(goes_to_gate(edge_under_test.state, "mail.example"));
  edge_under_test.feed(EndpointArrived{endpoint(13, 2)}, 1s);  // of another release
  EXPECT_TRUE(goes_to_gate(edge_under_test.state, "shop.example"));
  edge_under_test.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  EXPECT_FALSE(goes_to_gate(edge_under_test.state, "shop.example"));
}

TEST(EdgeGates, TheFirstRequestAsksForAWakeOnceAndIsReportedAtOnce) {
  SleepingEdge edge_under_test;
  edge_under_test.arrive_at_gate(3, 1s);
  ASSERT_TRUE(gates_want_report(edge_under_test.state));
  edge_under_test.feed(GatesSeen{}, 1s);
  edge_under_test.arrive_at_gate(3, 2s);
  EXPECT_FALSE(gates_want_report(edge_under_test.state));
  EXPECT_EQ(edge_under_test.feed(GatesSeen{}, 2s).outcome, Outcome::not_over);
  EXPECT_EQ(reported<WakeAsked>(edge_under_test.state).size(), 1U);
  auto const reports = reported<GateReported>(edge_under_test.state);
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].crossing, GateCrossing::first_hold);
  ASSERT_EQ(reports[0].rows.size(), 1U);
  EXPECT_EQ(reports[0].rows[0].waiting, 3U);
}

TEST(EdgeGates, AnIntervalReportsAGateThatHadARequest) {
  SleepingEdge edge_under_test;
  edge_under_test.feed(Elapsed{Timer::interval}, 10s);
  EXPECT_TRUE(reported<GateReported>(edge_under_test.state).empty());
  edge_under_test.arrive_at_gate(1'000, 11s);
  edge_under_test.feed(GatesSeen{}, 11s);
  edge_under_test.arrive_at_gate(7, 12s);
  edge_under_test.feed(Elapsed{Timer::interval}, 20s);
  auto const reports = reported<GateReported>(edge_under_test.state);
  ASSERT_EQ(reports.size(), 2U);
  EXPECT_EQ(reports[0].crossing, GateCrossing::bound);
  EXPECT_EQ(reports[0].rows[0].refused, 900U);
  EXPECT_EQ(reports[1].crossing, GateCrossing::none);
  EXPECT_EQ(reports[1].from, at(11s));
  EXPECT_EQ(reports[1].rows[0].refused, 7U);
  EXPECT_EQ(reports[1].rows[0].waiting, 100U);
  EXPECT_EQ(reports[1].rows[0].joined, 0U);
}

TEST(EdgeGates, WaitingRequestsGoOnWhenTheOwnersEndpointArrives) {
  SleepingEdge edge_under_test;
  edge_under_test.arrive_at_gate(3, 1s);
  edge_under_test.feed(EndpointArrived{endpoint(13, 2)}, 2s);
  EXPECT_TRUE(edge_under_test.feed(Elapsed{Timer::gate}, 2s).departed.empty());
  edge_under_test.feed(EndpointArrived{endpoint(11, 1)}, 3s);
  std::uint32_t forwarded = 0;
  for (auto when = Duration{3s}; when < 4s; when += 100ms) {
    for (auto const& [environment, gone] :
         edge_under_test.feed(Elapsed{Timer::gate}, when).departed) {
      EXPECT_EQ(environment, sleeper);
      EXPECT_FALSE(gone.refusal.has_value());
      forwarded += gone.tickets.count;
    }
  }
  EXPECT_EQ(forwarded, 3U);
}

TEST(EdgeGates, TheGatesTimerRingsAtTheFirstDeadline) {
  SleepingEdge edge_under_test;
  auto const timers = [&] {
    std::vector<Instant> at;
    for (auto const& timer : wanted<SetTimer>(edge_under_test.state)) {
      if (timer.timer == Timer::gate) at.push_back(timer.at);
    }
    return at;
  };
  EXPECT_TRUE(timers().empty());
  edge_under_test.arrive_at_gate(1, 1s);
  edge_under_test.arrive_at_gate(1, 1s, RequestClass::idempotent);
  EXPECT_EQ(timers(), std::vector{at(6s)});
}

TEST(EdgeGates, AWakeThatFailsAnswersTheWaitingOnesWithItsName) {
  SleepingEdge edge_under_test;
  edge_under_test.arrive_at_gate(4, 1s);
  WakeStarted const started{sleeper, RouteKey{"shop.example"}, OperationId{7}, Attempt{1}, at(50s)};
  EXPECT_EQ(edge_under_test.feed(Commanded{started}, 2s).outcome, Outcome::done);
  EXPECT_EQ(edge_under_test.gate().operation(), OperationId{7});
  WakeEnded const ended{sleeper, RouteKey{"shop.example"}, OperationId{7}, Attempt{1},
                        WakeOutcome::failed};
  auto const version = edge_under_test.state.version;
  auto const out = edge_under_test.feed(Commanded{ended}, 3s);
  EXPECT_NE(edge_under_test.state.version, version);
  ASSERT_EQ(out.departed.size(), 1U);
  EXPECT_EQ(out.departed[0].departure.tickets.count, 4U);
  EXPECT_EQ(out.departed[0].departure.refusal->operation, OperationId{7});
}

TEST(EdgeGates, ACrashForgetsGatesAndNewsOfAWakeTakesEffectAgain) {
  SleepingEdge edge_under_test;
  WakeStarted const started{sleeper, RouteKey{"shop.example"}, OperationId{7}, Attempt{1}, at(50s)};
  edge_under_test.feed(Commanded{started}, 1s);
  edge_under_test.arrive_at_gate(4, 2s);
  edge_under_test.state = after_crash(std::move(edge_under_test.state));
  edge_under_test.feed(Started{}, 3s);
  EXPECT_EQ(find_gate(edge_under_test.state, sleeper), nullptr);
  edge_under_test.declare();
  EXPECT_EQ(edge_under_test.gate().rows()[0].waiting, 0U);
  EXPECT_EQ(edge_under_test.feed(Commanded{started}, 4s).outcome, Outcome::done);
  EXPECT_EQ(edge_under_test.gate().operation(), OperationId{7});
}

TEST(EdgeGates, AQueryIsAnsweredWithAReport) {
  SleepingEdge edge_under_test;
  EXPECT_EQ(edge_under_test.feed(GateAsked{sleeper}, 1s).outcome, Outcome::done);
  EXPECT_EQ(reported<GateReported>(edge_under_test.state).size(), 1U);
  EXPECT_EQ(edge_under_test.feed(GateAsked{EnvironmentName{"mail.example/production"}}, 1s).outcome,
            Outcome::no_gate);
}

TEST(EdgeGates, WhatAGateRefusesCrossesNoThreshold) {
  SleepingEdge edge_under_test;
  RouteKey const shop_route{"shop.example"};
  auto& counted = edge_under_test.state.memory.observation;
  counted.observe({shop_route, {}, 503, RequestError::gate_full, {}, {}}, 500, 50);
  EXPECT_FALSE(crosses(edge_under_test.state));
  counted.observe({shop_route, {}, 503, RequestError::no_endpoint, {}, {}}, 500, 50);
  EXPECT_TRUE(crosses(edge_under_test.state));
}

}  // namespace
}  // namespace studylab::edge
