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

// Partition 3 in a gap at 1 s: applied 2, seen 4.
TestEdge in_gap(GapPolicy policy = {}) {
  TestEdge edge_under_test{policy};
  edge_under_test.shop.move("shop.example", 2);
  edge_under_test.arrive(edge_under_test.shop.move("shop.example", 3), 1s);
  return edge_under_test;
}

void give(TestEdge& edge_under_test, Snapshot const& snapshot) {
  auto const pull = wanted<PullSnapshot>(edge_under_test.state).at(0);
  edge_under_test.feed(SnapshotArrived{p3, pull.fetch, encoded(snapshot), "control-1"}, 2s);
}

SnapshotVerdict verdict(Snapshot const& snapshot) {
  auto edge_under_test = in_gap();
  give(edge_under_test, snapshot);
  return reported<SnapshotChecked>(edge_under_test.state).at(0).verdict;
}

TEST_F(PlantedEdge, Rg1AnswersFromAnOldTableWhatThePolicyForbids) {
  auto const answers = [](GapPolicy policy) {
    auto edge_under_test = in_gap(policy);
    edge_under_test.feed(EndpointArrived{endpoint(11, 1)}, 2s);
    auto const given = answer(edge_under_test.state, {"shop.example", {}}, at(90s));
    return std::holds_alternative<Forward>(given.what);
  };
  EXPECT_FALSE(answers({}));
  EXPECT_FALSE(answers({GapMode::last_verified, 60s}));
  plant(Guard::rg1);
  EXPECT_TRUE(answers({}));
  EXPECT_TRUE(answers({GapMode::last_verified, 60s}));
}

TEST_F(PlantedEdge, Rg2AcceptsASnapshotThatIsNotSignedOrNotFresh) {
  auto edge_under_test = in_gap();
  auto forged = edge_under_test.shop.snapshot(at(2s));
  forged.key_id = "control-9";
  auto stale = edge_under_test.shop.snapshot(at(2s));
  stale.sequence = RouteSequence{3};
  stale = signed_again(stale);
  EXPECT_EQ(verdict(forged), SnapshotVerdict::forged);
  EXPECT_EQ(verdict(stale), SnapshotVerdict::stale);
  plant(Guard::rg2);
  EXPECT_EQ(verdict(forged), SnapshotVerdict::good);
  EXPECT_EQ(verdict(stale), SnapshotVerdict::good);
}

TEST_F(PlantedEdge, Rg3TakesTheHeadersWordForTheChecksum) {
  auto edge_under_test = in_gap();
  auto truncated = edge_under_test.shop.snapshot(at(2s));
  truncated.owners.clear();
  truncated = signed_again(truncated);
  EXPECT_EQ(verdict(truncated), SnapshotVerdict::truncated);
  plant(Guard::rg3);
  EXPECT_EQ(verdict(truncated), SnapshotVerdict::good);
}

TEST_F(PlantedEdge, Rg4ResumesOnAStreamThatEndsBeforeTheSnapshot) {
  auto const gap = [] {
    auto edge_under_test = in_gap();
    give(edge_under_test, edge_under_test.shop.snapshot(at(2s)));
    auto const open = wanted<OpenConsumer>(edge_under_test.state).at(0);
    edge_under_test.feed(ConsumerOpened{p3, open.baseline, open.from, RouteSequence{3}}, 3s);
    return edge_under_test.state.journal.find(p3)->gap;
  };
  EXPECT_EQ(gap(), GapCause::other_baseline);
  plant(Guard::rg4);
  EXPECT_EQ(gap(), GapCause::none);
}

TEST_F(PlantedEdge, Rgn3LetsALateEventCloseTheGap) {
  auto const gap = [] {
    TestEdge edge_under_test;
    auto const missed = edge_under_test.shop.move("shop.example", 2);
    edge_under_test.arrive(edge_under_test.shop.move("shop.example", 3), 1s);
    edge_under_test.arrive(missed, 2s);
    return edge_under_test.state.journal.find(p3)->gap;
  };
  EXPECT_EQ(gap(), GapCause::missing_event);
  plant(Guard::rgn3);
  EXPECT_EQ(gap(), GapCause::none);
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
