#include "edge/snapshot_check.h"

#include <gtest/gtest.h>

#include "edge/edge_testing.h"

namespace studylab::edge {
namespace {

using namespace testing;

SnapshotVerdict verdict(TestEdge const& edge_under_test, Snapshot const& snapshot) {
  return check_snapshot(shop(edge_under_test), read_snapshot(encoded(snapshot)), at(60s),
                        edge_under_test.verifier)
      .verdict;
}

TEST(Snapshots, AreCheckedInTheDocumentedOrder) {
  TestEdge edge_under_test;
  auto const seen = edge_under_test.shop.move("shop.example", 2);
  edge_under_test.arrive(seen);
  auto const good = edge_under_test.shop.snapshot(at(30s));
  EXPECT_EQ(verdict(edge_under_test, good), SnapshotVerdict::good);

  auto flipped = good;
  flipped.owners[0].release = ReleaseId{9};
  EXPECT_EQ(verdict(edge_under_test, flipped), SnapshotVerdict::forged);
  EXPECT_EQ(verdict(edge_under_test, signed_again(flipped)), SnapshotVerdict::truncated);

  auto unordered = good;
  unordered.owners.push_back(unordered.owners[0]);
  unordered.checksum = table_checksum(unordered.owners);
  EXPECT_EQ(verdict(edge_under_test, signed_again(unordered)), SnapshotVerdict::truncated);

  EXPECT_EQ(verdict(edge_under_test, edge_under_test.mail.snapshot(at(30s))),
            SnapshotVerdict::other_partition);

  auto old = good;
  old.sequence = RouteSequence{2};
  EXPECT_EQ(verdict(edge_under_test, signed_again(old)), SnapshotVerdict::stale);
  auto old_stream = good;
  old_stream.baseline = BaselineEpoch{0};
  EXPECT_EQ(verdict(edge_under_test, signed_again(old_stream)), SnapshotVerdict::stale);

  auto replayed = good;
  replayed.issued_at = at(-1s);
  EXPECT_EQ(verdict(edge_under_test, signed_again(replayed)), SnapshotVerdict::replayed);

  auto expired = good;
  expired.expires_at = at(60s);
  EXPECT_EQ(verdict(edge_under_test, signed_again(expired)), SnapshotVerdict::stale);

  auto const bytes = encoded(good);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(check_snapshot(shop(edge_under_test), read_snapshot(bytes.substr(0, size)), at(60s),
                             edge_under_test.verifier)
                  .verdict,
              SnapshotVerdict::truncated);
  }
  EXPECT_EQ(check_snapshot(shop(edge_under_test), read_snapshot(bytes + "x"), at(60s),
                           edge_under_test.verifier)
                .verdict,
            SnapshotVerdict::truncated);
}

TEST(Snapshots, OfANewStreamAreGoodAtAnySequence) {
  TestEdge edge_under_test;
  for (std::uint32_t n = 0; n < 5; ++n)
    edge_under_test.arrive(edge_under_test.shop.move("shop.example", n + 2));
  Stream new_stream{p3, BaselineEpoch{2}};
  new_stream.move("shop.example", 4);
  EXPECT_EQ(verdict(edge_under_test, new_stream.snapshot(at(30s))), SnapshotVerdict::good);
}

TEST(Snapshots, AnyFlippedBitIsFound) {
  TestEdge edge_under_test;
  auto const bytes = encoded(edge_under_test.shop.snapshot(at(30s)));
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    auto flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    EXPECT_NE(check_snapshot(shop(edge_under_test), read_snapshot(flipped), at(60s),
                             edge_under_test.verifier)
                  .verdict,
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
