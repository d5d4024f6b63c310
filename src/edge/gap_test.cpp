#include <gtest/gtest.h>

#include "edge/gap_repair_testing.h"

namespace studylab::edge {
namespace {

using namespace testing;

TEST(StepByStep, AFetchFromANamedControlPlaneFailsAtOnceAndIsReported) {
  auto edge_under_test = given_up();
  order(edge_under_test, FetchSnapshot{EntryId{50}, {p3}, "control-2"}, 20s);
  auto const pull = wanted<PullSnapshot>(edge_under_test.state).at(0);
  EXPECT_EQ(pull.control, "control-2");
  edge_under_test.feed(SnapshotUnavailable{p3, pull.fetch, "connection refused"}, 21s);
  auto const failed = reported<SnapshotFetchFailed>(edge_under_test.state);
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].source, "control-2");
  EXPECT_EQ(failed[0].why, "connection refused");
  edge_under_test.feed(Elapsed{Timer::repair}, 60s);
  EXPECT_TRUE(wanted<PullSnapshot>(edge_under_test.state).empty());
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::missing_event);
  // Without an answer too.
  order(edge_under_test, FetchSnapshot{EntryId{51}, {p3}, "control-2"}, 70s);
  edge_under_test.feed(Elapsed{Timer::repair}, 76s);
  EXPECT_EQ(reported<SnapshotFetchFailed>(edge_under_test.state).size(), 2U);
}

TEST(StepByStep, EachBadSnapshotIsRefusedWithTheCodeOfItsVerdict) {
  auto const refused = [](auto spoil) {
    auto edge_under_test = given_up();
    order(edge_under_test, FetchSnapshot{EntryId{50}, {p3}}, 20s);
    give(edge_under_test, spoil(edge_under_test.shop.snapshot(at(20s))), 21s);
    order(edge_under_test, VerifyFetched{EntryId{51}}, 22s);
    auto const code = order(edge_under_test, ResumeFrom{EntryId{52}, RouteSequence{5}}, 23s);
    EXPECT_EQ(shop(edge_under_test).gap, GapCause::missing_event);
    EXPECT_FALSE(shop(edge_under_test).stored.has_value());
    return code;
  };
  EXPECT_EQ(refused([](Snapshot s) {
              s.sequence = RouteSequence{2};
              return signed_again(s);
            }),
            RefusalCode::snapshot_stale);
  EXPECT_EQ(refused([](Snapshot s) {
              s.key_id = "control-9";
              return s;
            }),
            RefusalCode::snapshot_forged);
  EXPECT_EQ(refused([](Snapshot s) {
              s.owners.pop_back();
              return signed_again(s);
            }),
            RefusalCode::snapshot_truncated);
  EXPECT_EQ(refused([](Snapshot s) {
              s.partition = p5;
              return signed_again(s);
            }),
            RefusalCode::snapshot_other_partition);
  EXPECT_EQ(refused([](Snapshot s) {
              s.issued_at = at(-1s);
              return signed_again(s);
            }),
            RefusalCode::snapshot_replayed);
}

// A crash after any step of a repair, with that step's write kept or torn, leaves the edge in its
// gap, and the repair still ends with a new baseline.
TEST(Restart, AtAnyStepOfARepairComesBackInTheGap) {
  for (int crash_at = 0; crash_at < 3; ++crash_at) {
    for (bool const torn : {false, true}) {
      auto edge_under_test = in_gap();
      auto now = 2s;
      auto const step = [&](int number, auto&& act) {
        auto const before = edge_under_test.state;
        act();
        if (number != crash_at) return;
        edge_under_test.state = after_crash(torn ? before : std::move(edge_under_test.state));
        EXPECT_EQ(shop(edge_under_test).gap, GapCause::missing_event) << crash_at << torn;
        edge_under_test.feed(Started{}, now);
        edge_under_test.feed(Declared{{p3, p5}, {policy("shop.example", p3)}}, now);
        EXPECT_EQ(shop(edge_under_test).gap_since, at(1s));
      };
      step(0, [&] { edge_under_test.arrive(edge_under_test.shop.move("shop.example", 4), now); });
      auto const fetch = [&] {
        if (wanted_fetch(edge_under_test) == 0) return;
        give(edge_under_test, edge_under_test.shop.snapshot(at(now)), now);
      };
      step(1, fetch);
      step(2, [] {});
      fetch();
      auto const opens = wanted<OpenConsumer>(edge_under_test.state);
      auto const of_shop = std::ranges::find(opens, p3, &OpenConsumer::partition);
      ASSERT_NE(of_shop, opens.end());
      edge_under_test.feed(ConsumerOpened{p3, of_shop->baseline, of_shop->from,
                                          RouteSequence{of_shop->from.value() - 1}},
                           4s);
      EXPECT_EQ(shop(edge_under_test).gap, GapCause::none) << crash_at << torn;
      EXPECT_EQ(shop(edge_under_test).applied, RouteSequence{5});
    }
  }
}

TEST(Gap, LeavesOtherPartitionsAsTheyAre) {
  auto edge_under_test = in_gap();
  auto mail = endpoint(21, 7);
  edge_under_test.feed(EndpointArrived{mail}, 2s);
  EXPECT_TRUE(std::holds_alternative<Forward>(
      answer(edge_under_test.state, {"mail.example", {}}, at(3s)).what));
  auto const refused = answer(edge_under_test.state, {"shop.example", {}}, at(3s));
  EXPECT_EQ(std::get<Refuse>(refused.what).reason, RequestError::edge_gap);
  EXPECT_EQ(edge_under_test.arrive(edge_under_test.mail.move("mail.example", 8), 4s),
            Outcome::applied);
}

TEST(Consumers, AConsumerAheadOfItsStreamIsAGapAfterAReconnect) {
  TestEdge edge_under_test;
  edge_under_test.feed(ConsumerLost{p3}, 1s);
  EXPECT_EQ(open_consumer(edge_under_test, 2s, 1).outcome, Outcome::other_baseline);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::other_baseline);
}

// --- verdicts ---

TEST(Verdict, OfASnapshotThatIsWrongInTwoWaysIsThatOfTheEarlierCheck) {
  struct Check {
    SnapshotVerdict verdict;
    void (*spoil)(Snapshot&);
  };
  std::vector<Check> const in_order{
      {SnapshotVerdict::forged, [](Snapshot& s) { s.key_id = "control-9"; }},
      {SnapshotVerdict::truncated, [](Snapshot& s) { s.checksum.bytes[0] ^= 1; }},
      {SnapshotVerdict::other_partition, [](Snapshot& s) { s.partition = p5; }},
      {SnapshotVerdict::stale, [](Snapshot& s) { s.sequence = RouteSequence{2}; }},
      {SnapshotVerdict::replayed, [](Snapshot& s) { s.issued_at = at(-1s); }},
      {SnapshotVerdict::stale, [](Snapshot& s) { s.expires_at = at(10s); }},
  };
  for (std::size_t first = 0; first < in_order.size(); ++first) {
    for (std::size_t second = first; second < in_order.size(); ++second) {
      auto edge_under_test = in_gap();
      auto snapshot = edge_under_test.shop.snapshot(at(20s));
      in_order[first].spoil(snapshot);
      if (second != first) in_order[second].spoil(snapshot);
      auto const key = snapshot.key_id;
      snapshot = signed_again(snapshot);
      snapshot.key_id = key;
      give(edge_under_test, snapshot, 21s);
      auto const checked = reported<SnapshotChecked>(edge_under_test.state);
      ASSERT_EQ(checked.size(), 1U);
      EXPECT_EQ(checked[0].verdict, in_order[first].verdict) << first << " and " << second;
      EXPECT_FALSE(shop(edge_under_test).stored.has_value()) << "kept before it was checked";
      EXPECT_EQ(shop(edge_under_test).table.checksum(), shop(edge_under_test).expected);
    }
  }
}

// --- replays ---

TEST(Replay, TheLastSignatureVouchesForTheEventsBeforeIt) {
  TestEdge edge_under_test;
  std::vector<RouteEvent> events;
  for (std::uint32_t n = 2; n <= 6; ++n) {
    events.push_back(edge_under_test.shop.move("shop.example", n));
    if (n < 6) events.back().signature = {};
  }
  EXPECT_EQ(edge_under_test.feed(RoutesArrived{events}, 1s).outcome, Outcome::applied);
  EXPECT_EQ(shop(edge_under_test).applied, edge_under_test.shop.last());
  EXPECT_EQ(shop(edge_under_test).table.checksum(), edge_under_test.shop.table().checksum());
}

TEST(Replay, AnEventThatIsNotVouchedForNeedsItsOwnSignature) {
  auto const replay = [](auto spoil) {
    TestEdge edge_under_test;
    std::vector<RouteEvent> events;
    for (std::uint32_t n = 2; n <= 4; ++n) {
      events.push_back(edge_under_test.shop.move("shop.example", n));
    }
    spoil(events);
    edge_under_test.feed(RoutesArrived{events}, 1s);
    EXPECT_NE(shop(edge_under_test).table.find("shop.example")->release, ReleaseId{99});
    return std::pair{shop(edge_under_test).applied.value(), shop(edge_under_test).gap};
  };
  using Result = std::pair<std::uint64_t, GapCause>;
  // The second has other content: the third misses it.
  EXPECT_EQ(replay([](auto& events) { events[1].release = ReleaseId{99}; }),
            (Result{3, GapCause::missing_event}));
  // The last is not signed: those before it are.
  EXPECT_EQ(replay([](auto& events) { events[2].signature = {}; }), (Result{4, GapCause::none}));
  // One is missing.
  EXPECT_EQ(replay([](auto& events) { events.erase(events.begin() + 1); }),
            (Result{3, GapCause::missing_event}));
}

}  // namespace
}  // namespace studylab::edge
