#include "edge/replica.h"

#include <gtest/gtest.h>

#include "edge/edge_testing.h"

namespace studylab::edge {
namespace {

using namespace testing;

PartitionJournal const& shop(Stand const& stand) { return *stand.state.journal.find(p3); }

TEST(RouteEvents, TheNextOneIsApplied) {
  Stand stand;
  EXPECT_EQ(stand.arrive(stand.shop.move("shop.example", 2), 3s), Outcome::applied);
  EXPECT_EQ(table_checksum(shop(stand).owners), table_checksum(stand.shop.owners()));
  EXPECT_EQ(shop(stand).applied, RouteSequence{3});
  EXPECT_EQ(shop(stand).applied_at, at(3s));
  EXPECT_EQ(shop(stand).expected, table_checksum(stand.shop.owners()));
  EXPECT_EQ(view(stand.state).at(0).computed, shop(stand).expected);
}

TEST(RouteEvents, WhatIsIgnoredHasAName) {
  Stand stand;
  auto const event = stand.shop.move("shop.example", 2);
  auto forged = event;
  forged.release = ReleaseId{9};
  EXPECT_EQ(stand.arrive(forged), Outcome::forged);
  EXPECT_EQ(stand.arrive(event), Outcome::applied);
  EXPECT_EQ(stand.arrive(event), Outcome::duplicate);
  auto elsewhere = event;
  elsewhere.partition = PartitionId{8};
  EXPECT_EQ(stand.arrive(elsewhere), Outcome::other_partition);
  auto past = event;
  past.baseline = BaselineEpoch{0};
  EXPECT_EQ(stand.arrive(past), Outcome::older_epoch);
  EXPECT_EQ(shop(stand).gap, GapCause::none);
  EXPECT_TRUE(reported<EdgeGapSeen>(stand.state).empty());
}

TEST(RouteEvents, ALaterOneIsAGapAndChangesNothing) {
  Stand stand;
  auto const table = table_checksum(shop(stand).owners);
  auto const missed = stand.shop.move("shop.example", 2);
  EXPECT_EQ(stand.arrive(stand.shop.move("shop.example", 3), 2s), Outcome::missing_event);
  EXPECT_EQ(shop(stand).gap, GapCause::missing_event);
  EXPECT_EQ(shop(stand).gap_since, at(2s));
  EXPECT_EQ(table_checksum(shop(stand).owners), table);
  EXPECT_EQ(shop(stand).seen, RouteSequence{4});
  auto const gaps = reported<EdgeGapSeen>(stand.state);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].cause, GapCause::missing_event);
  EXPECT_EQ(gaps[0].applied, RouteSequence{2});
  EXPECT_EQ(gaps[0].seen, RouteSequence{4});

  // The missing event, late, does not take the mark off.
  EXPECT_EQ(stand.arrive(missed, 3s), Outcome::in_gap);
  EXPECT_EQ(table_checksum(shop(stand).owners), table);
}

TEST(RouteEvents, AnotherTableBeforeIsAGap) {
  Stand stand;
  auto event = stand.shop.move("shop.example", 2);
  event.previous = Hash{};
  EXPECT_EQ(stand.arrive(signed_again(event)), Outcome::checksum);
  EXPECT_EQ(shop(stand).gap, GapCause::checksum);
}

TEST(RouteEvents, AStreamMadeAnewIsAGap) {
  Stand stand;
  Stream anew{p3, BaselineEpoch{2}};
  EXPECT_EQ(stand.arrive(anew.move("shop.example", 4)), Outcome::other_baseline);
  EXPECT_EQ(shop(stand).gap, GapCause::other_baseline);
}

TEST(Audit, FindsATableChangedBehindItsBack) {
  Stand stand;
  hand_edit(stand.state, RouteKey{"shop.example"}, ReleaseId{9});
  EXPECT_NE(view(stand.state).at(0).computed, view(stand.state).at(0).expected);
  stand.feed(Elapsed{Timer::audit}, 10s);
  EXPECT_EQ(shop(stand).gap, GapCause::checksum);
  EXPECT_EQ(stand.state.journal.find(p5)->gap, GapCause::none);
  auto const gaps = reported<EdgeGapSeen>(stand.state);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].cause, GapCause::checksum);
  EXPECT_EQ(view(stand.state).at(0).owners.at(0).release, ReleaseId{9});
}

TEST(Audit, StaysQuietOverASoundTable) {
  Stand stand;
  stand.arrive(stand.shop.move("shop.example", 2));
  stand.arrive(stand.shop.move("cart.example", 5));
  stand.feed(Elapsed{Timer::audit}, 10s);
  EXPECT_EQ(shop(stand).gap, GapCause::none);
  auto const timers = wanted<SetTimer>(stand.state);
  EXPECT_TRUE(std::ranges::any_of(
      timers, [](SetTimer const& t) { return t.timer == Timer::audit && t.at == at(20s); }));
}

// --- snapshots ---

SnapshotVerdict verdict(Stand const& stand, Snapshot const& snapshot) {
  return check_snapshot(shop(stand), encoded(snapshot), at(60s), stand.verifier).verdict;
}

TEST(Snapshots, VerdictsInOrder) {
  Stand stand;
  auto const seen = stand.shop.move("shop.example", 2);
  stand.arrive(seen);
  auto const good = stand.shop.snapshot(at(30s));
  EXPECT_EQ(verdict(stand, good), SnapshotVerdict::good);

  auto flipped = good;
  flipped.owners[0].release = ReleaseId{9};
  EXPECT_EQ(verdict(stand, flipped), SnapshotVerdict::forged);
  EXPECT_EQ(verdict(stand, signed_again(flipped)), SnapshotVerdict::truncated);

  auto unordered = good;
  unordered.owners.push_back(unordered.owners[0]);
  unordered.checksum = table_checksum(unordered.owners);
  EXPECT_EQ(verdict(stand, signed_again(unordered)), SnapshotVerdict::truncated);

  EXPECT_EQ(verdict(stand, stand.mail.snapshot(at(30s))), SnapshotVerdict::other_partition);

  auto old = good;
  old.sequence = RouteSequence{2};
  EXPECT_EQ(verdict(stand, signed_again(old)), SnapshotVerdict::stale);
  auto old_stream = good;
  old_stream.baseline = BaselineEpoch{0};
  EXPECT_EQ(verdict(stand, signed_again(old_stream)), SnapshotVerdict::stale);

  auto replayed = good;
  replayed.issued_at = at(-1s);
  EXPECT_EQ(verdict(stand, signed_again(replayed)), SnapshotVerdict::replayed);

  auto expired = good;
  expired.expires_at = at(60s);
  EXPECT_EQ(verdict(stand, signed_again(expired)), SnapshotVerdict::stale);

  auto const bytes = encoded(good);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(check_snapshot(shop(stand), bytes.substr(0, size), at(60s), stand.verifier).verdict,
              SnapshotVerdict::truncated);
  }
  EXPECT_EQ(check_snapshot(shop(stand), bytes + "x", at(60s), stand.verifier).verdict,
            SnapshotVerdict::truncated);
}

TEST(Snapshots, OfANewStreamAreGoodAtAnySequence) {
  Stand stand;
  for (std::uint32_t n = 0; n < 5; ++n) stand.arrive(stand.shop.move("shop.example", n + 2));
  Stream anew{p3, BaselineEpoch{2}};
  anew.move("shop.example", 4);
  EXPECT_EQ(verdict(stand, anew.snapshot(at(30s))), SnapshotVerdict::good);
}

TEST(Snapshots, AnyFlippedBitIsFound) {
  Stand stand;
  auto const bytes = encoded(stand.shop.snapshot(at(30s)));
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    auto flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    EXPECT_NE(check_snapshot(shop(stand), flipped, at(60s), stand.verifier).verdict,
              SnapshotVerdict::good);
  }
}

TEST(Snapshots, EachVerdictHasItsRefusal) {
  EXPECT_EQ(refusal_of(SnapshotVerdict::good), std::nullopt);
  EXPECT_EQ(refusal_of(SnapshotVerdict::unverified), RefusalCode::snapshot_missing);
  EXPECT_EQ(refusal_of(SnapshotVerdict::stale), RefusalCode::snapshot_stale);
  EXPECT_EQ(refusal_of(SnapshotVerdict::forged), RefusalCode::snapshot_forged);
  EXPECT_EQ(refusal_of(SnapshotVerdict::truncated), RefusalCode::snapshot_truncated);
  EXPECT_EQ(refusal_of(SnapshotVerdict::other_partition), RefusalCode::snapshot_other_partition);
  EXPECT_EQ(refusal_of(SnapshotVerdict::replayed), RefusalCode::snapshot_replayed);
}

}  // namespace
}  // namespace studylab::edge
