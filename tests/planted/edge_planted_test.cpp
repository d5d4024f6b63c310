// The behaviour without an edge's guards. The same scenarios with the guards are in
// src/edge/*_test.cpp.

#include <gtest/gtest.h>

#include "base/planted.h"
#include "edge/edge_testing.h"
#include "edge/gate.h"

namespace studylab::edge {
namespace {

using namespace testing;

class PlantedEdge : public ::testing::Test {
 protected:
  ~PlantedEdge() override { unplant_all(); }
};

// The table at a sequence is no longer the stream's table at that sequence.
TEST_F(PlantedEdge, Rgn1AppliesALaterEventOverAGap) {
  auto const skips = [] {
    TestEdge edge_under_test;
    edge_under_test.shop.move("cart.example", 2);
    auto const outcome = edge_under_test.arrive(edge_under_test.shop.move("shop.example", 3));
    auto const& partition = *edge_under_test.state.journal.find(p3);
    return outcome == Outcome::applied &&
           partition.table.checksum() != edge_under_test.shop.table().checksum();
  };
  EXPECT_FALSE(skips());
  plant(Guard::rgn1);
  EXPECT_TRUE(skips());
}

TEST_F(PlantedEdge, Rgn2LetsHealthChooseTheOwner) {
  auto const server = [] {
    TestEdge edge_under_test;
    edge_under_test.feed(EndpointArrived{endpoint(13, 2)}, 1s);
    auto const given = answer(edge_under_test.state, {"shop.example", {}}, at(2s));
    auto const* forward = std::get_if<Forward>(&given.what);
    return forward ? forward->release : ReleaseId{};
  };
  EXPECT_EQ(server(), ReleaseId{});
  plant(Guard::rgn2);
  EXPECT_EQ(server(), ReleaseId{2});
}

TEST_F(PlantedEdge, Bdn2KeepsAnEditedTable) {
  auto const gap = [] {
    TestEdge edge_under_test;
    corrupt_table_for_testing(edge_under_test.state, RouteKey{"shop.example"}, ReleaseId{9});
    edge_under_test.feed(Elapsed{Timer::audit}, 10s);
    return edge_under_test.state.journal.find(p3)->gap;
  };
  EXPECT_EQ(gap(), GapCause::checksum);
  plant(Guard::bdn2);
  EXPECT_EQ(gap(), GapCause::none);
}

TEST_F(PlantedEdge, Swn3AcceptsAnAddressWithoutReadiness) {
  auto const routable = [] {
    Endpoints endpoints;
    endpoints.take(endpoint(11, 1, 1, EndpointState::ready, 0), at(0s));
    return endpoints.of(ReleaseId{1}).size();
  };
  EXPECT_EQ(routable(), 0U);
  plant(Guard::swn3);
  EXPECT_EQ(routable(), 1U);
}

GatePolicy sleeping() {
  GatePolicy gate;
  gate.budget = 60s;
  gate.safe = {100, 100'000, 30s};
  gate.idempotent = {10, 10'000, 5s};
  return gate;
}

TEST_F(PlantedEdge, Swn1HoldsUnsafeRequestsWithoutBounds) {
  auto const held = [](RequestClass request_class) {
    Gate gate{EnvironmentName{"shop/preview"}, sleeping()};
    return gate.admit({request_class, 500, 100}, at(1s)).held.count;
  };
  EXPECT_EQ(held(RequestClass::unsafe), 0U);
  EXPECT_EQ(held(RequestClass::idempotent), 10U);
  plant(Guard::swn1);
  EXPECT_EQ(held(RequestClass::unsafe), 500U);
  EXPECT_EQ(held(RequestClass::idempotent), 500U);
}

TEST_F(PlantedEdge, Sw4KeepsRequestsPastTheBudget) {
  auto const answered = [] {
    Gate gate{EnvironmentName{"shop/preview"}, sleeping()};
    gate.admit({RequestClass::safe, 5, 100}, at(1s));
    std::vector<Departure> out;
    gate.advance(at(120s), out);
    return out.size();
  };
  EXPECT_EQ(answered(), 1U);
  plant(Guard::sw4);
  EXPECT_EQ(answered(), 0U);
}

}  // namespace
}  // namespace studylab::edge
