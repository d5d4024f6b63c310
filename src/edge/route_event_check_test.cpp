#include "edge/route_event_check.h"

#include <gtest/gtest.h>

#include "edge/edge_testing.h"

namespace studylab::edge {
namespace {

using namespace testing;

TEST(RouteEvents, TheNextEventIsApplied) {
  TestEdge edge_under_test;
  EXPECT_EQ(edge_under_test.arrive(edge_under_test.shop.move("shop.example", 2), 3s),
            Outcome::applied);
  EXPECT_EQ(shop(edge_under_test).table.checksum(), edge_under_test.shop.table().checksum());
  EXPECT_EQ(shop(edge_under_test).applied, RouteSequence{3});
  EXPECT_EQ(shop(edge_under_test).applied_at, at(3s));
  EXPECT_EQ(shop(edge_under_test).expected, edge_under_test.shop.table().checksum());
  EXPECT_EQ(view(edge_under_test.state).at(0).computed, shop(edge_under_test).expected);
}

TEST(RouteEvents, AnIgnoredEventHasANamedReason) {
  TestEdge edge_under_test;
  auto const event = edge_under_test.shop.move("shop.example", 2);
  auto forged = event;
  forged.release = ReleaseId{9};
  EXPECT_EQ(edge_under_test.arrive(forged), Outcome::forged);
  EXPECT_EQ(edge_under_test.arrive(event), Outcome::applied);
  EXPECT_EQ(edge_under_test.arrive(event), Outcome::duplicate);
  auto elsewhere = event;
  elsewhere.partition = PartitionId{8};
  EXPECT_EQ(edge_under_test.arrive(elsewhere), Outcome::other_partition);
  auto past = event;
  past.baseline = BaselineEpoch{0};
  EXPECT_EQ(edge_under_test.arrive(past), Outcome::older_epoch);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::none);
  EXPECT_TRUE(reported<EdgeGapSeen>(edge_under_test.state).empty());
}

TEST(RouteEvents, ALaterEventIsAGapAndChangesNothing) {
  TestEdge edge_under_test;
  auto const table = shop(edge_under_test).table.checksum();
  auto const missed = edge_under_test.shop.move("shop.example", 2);
  EXPECT_EQ(edge_under_test.arrive(edge_under_test.shop.move("shop.example", 3), 2s),
            Outcome::missing_event);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::missing_event);
  EXPECT_EQ(shop(edge_under_test).gap_since, at(2s));
  EXPECT_EQ(shop(edge_under_test).table.checksum(), table);
  EXPECT_EQ(shop(edge_under_test).seen, RouteSequence{4});
  auto const gaps = reported<EdgeGapSeen>(edge_under_test.state);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].cause, GapCause::missing_event);
  EXPECT_EQ(gaps[0].applied, RouteSequence{2});
  EXPECT_EQ(gaps[0].seen, RouteSequence{4});

  // The missing event does not clear the gap when it arrives late.
  EXPECT_EQ(edge_under_test.arrive(missed, 3s), Outcome::in_gap);
  EXPECT_EQ(shop(edge_under_test).table.checksum(), table);
}

TEST(RouteEvents, ADifferentPreviousTableIsAGap) {
  TestEdge edge_under_test;
  auto event = edge_under_test.shop.move("shop.example", 2);
  event.previous = Hash{};
  EXPECT_EQ(edge_under_test.arrive(signed_again(event)), Outcome::checksum);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::checksum);
}

TEST(RouteEvents, ANewStreamIsAGap) {
  TestEdge edge_under_test;
  Stream new_stream{p3, BaselineEpoch{2}};
  EXPECT_EQ(edge_under_test.arrive(new_stream.move("shop.example", 4)), Outcome::other_baseline);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::other_baseline);
}

TEST(Audit, FindsATableThatWasEditedByHand) {
  TestEdge edge_under_test;
  corrupt_table_for_testing(edge_under_test.state, RouteKey{"shop.example"}, ReleaseId{9});
  EXPECT_NE(view(edge_under_test.state).at(0).computed, view(edge_under_test.state).at(0).expected);
  edge_under_test.feed(Elapsed{Timer::audit}, 10s);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::checksum);
  EXPECT_EQ(edge_under_test.state.journal.find(p5)->gap, GapCause::none);
  auto const gaps = reported<EdgeGapSeen>(edge_under_test.state);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].cause, GapCause::checksum);
  EXPECT_EQ(view(edge_under_test.state).at(0).owners.at(0).release, ReleaseId{9});
}

TEST(Audit, ReportsNothingForACorrectTable) {
  TestEdge edge_under_test;
  edge_under_test.arrive(edge_under_test.shop.move("shop.example", 2));
  edge_under_test.arrive(edge_under_test.shop.move("cart.example", 5));
  edge_under_test.feed(Elapsed{Timer::audit}, 10s);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::none);
  auto const timers = wanted<SetTimer>(edge_under_test.state);
  EXPECT_TRUE(std::ranges::any_of(
      timers, [](SetTimer const& t) { return t.timer == Timer::audit && t.at == at(20s); }));
}

// --- snapshots ---

}  // namespace
}  // namespace studylab::edge
