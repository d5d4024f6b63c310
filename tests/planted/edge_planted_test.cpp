// The behaviour without an edge's guards. The same scenarios with the guards are in
// src/edge/*_test.cpp.

#include <gtest/gtest.h>

#include "base/planted.h"
#include "edge/edge_testing.h"

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

}  // namespace
}  // namespace studylab::edge
