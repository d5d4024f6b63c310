#include <gtest/gtest.h>

#include "edge/edge_testing.h"

namespace studylab::edge {
namespace {

using namespace testing;

PartitionJournal const& shop(Stand const& stand) { return *stand.state.journal.find(p3); }

// Partition 3 in a gap at 1 s: applied 2, seen 4.
Stand in_gap() {
  Stand stand;
  stand.shop.move("shop.example", 2);
  stand.arrive(stand.shop.move("shop.example", 3), 1s);
  return stand;
}

std::uint32_t wanted_fetch(Stand const& stand) {
  auto const pulls = wanted<PullSnapshot>(stand.state);
  return pulls.empty() ? 0 : pulls.front().fetch;
}

Output give(Stand& stand, Snapshot const& snapshot, Duration after_start) {
  SnapshotArrived const arrived{p3, wanted_fetch(stand), encoded(snapshot), "control-1"};
  return stand.feed(arrived, after_start);
}

// What the world does for OpenConsumer where the stream has what is asked for.
Output open_consumer(Stand& stand, Duration after_start, std::uint64_t short_of = 0) {
  auto const open = wanted<OpenConsumer>(stand.state).at(0);
  RouteSequence const delivered{open.from.value() - 1 - short_of};
  return stand.feed(ConsumerOpened{open.partition, open.baseline, open.from, delivered},
                    after_start);
}

TEST(SelfRepair, FetchesVerifiesAndResumesByItself) {
  auto stand = in_gap();
  auto const pulls = wanted<PullSnapshot>(stand.state);
  ASSERT_EQ(pulls.size(), 1U);
  EXPECT_EQ(pulls[0].partition, p3);
  give(stand, stand.shop.snapshot(at(2s)), 2s);
  auto const opens = wanted<OpenConsumer>(stand.state);
  ASSERT_EQ(opens.size(), 1U);
  EXPECT_EQ(opens[0].from, RouteSequence{5});
  EXPECT_EQ(shop(stand).gap, GapCause::missing_event);

  EXPECT_EQ(open_consumer(stand, 3s).outcome, Outcome::done);
  EXPECT_EQ(shop(stand).gap, GapCause::none);
  EXPECT_EQ(table_checksum(shop(stand).owners), table_checksum(stand.shop.owners()));
  EXPECT_TRUE(wanted<OpenConsumer>(stand.state).empty());
  ASSERT_EQ(reported<SnapshotFetched>(stand.state).size(), 1U);
  EXPECT_EQ(reported<SnapshotFetched>(stand.state)[0].source, "control-1");
  ASSERT_EQ(reported<SnapshotChecked>(stand.state).size(), 1U);
  EXPECT_EQ(reported<SnapshotChecked>(stand.state)[0].verdict, SnapshotVerdict::good);
  auto const resumed = reported<EdgeResumed>(stand.state);
  ASSERT_EQ(resumed.size(), 1U);
  EXPECT_EQ(resumed[0].sequence, RouteSequence{4});
  EXPECT_EQ(resumed[0].delivered, RouteSequence{4});
  EXPECT_EQ(resumed[0].cleared, GapCause::missing_event);
  EXPECT_EQ(stand.arrive(stand.shop.move("shop.example", 5), 4s), Outcome::applied);
}

TEST(SelfRepair, ThreeAttemptsWithBackOffThenItGivesUpAndSaysSo) {
  auto stand = in_gap();
  auto forged = stand.shop.snapshot(at(2s));
  forged.key_id = "control-9";
  give(stand, forged, 2s);
  EXPECT_EQ(wanted_fetch(stand), 0U);
  stand.feed(Elapsed{Timer::repair}, 3s);
  EXPECT_EQ(wanted_fetch(stand), 0U);
  stand.feed(Elapsed{Timer::repair}, 4s);  // 2 s after the first
  auto const second = wanted_fetch(stand);
  EXPECT_EQ(second, 2U);
  stand.feed(SnapshotUnavailable{p3, second, "connection refused"}, 5s);
  stand.feed(Elapsed{Timer::repair}, 9s);  // 4 s after the second
  EXPECT_EQ(wanted_fetch(stand), 3U);
  stand.feed(Elapsed{Timer::repair}, 14s);  // no answer within 5 s
  EXPECT_EQ(wanted_fetch(stand), 0U);

  auto const gave_up = reported<AutoRepairGaveUp>(stand.state);
  ASSERT_EQ(gave_up.size(), 1U);
  EXPECT_EQ(gave_up[0].attempts, 3U);
  EXPECT_EQ(gave_up[0].partition, p3);
  EXPECT_EQ(gave_up[0].origin.process, "edge-b");
  EXPECT_EQ(shop(stand).gap, GapCause::missing_event);

  // Neither time nor a restart begins it again.
  stand.feed(Elapsed{Timer::repair}, 60s);
  stand.state = crashed(std::move(stand.state));
  stand.feed(Started{}, 61s);
  EXPECT_EQ(wanted_fetch(stand), 0U);
  EXPECT_EQ(reported<AutoRepairGaveUp>(stand.state).size(), 1U);
}

TEST(Restart, InsideAGapComesBackInTheGap) {
  auto stand = in_gap();
  auto const before = fingerprint(stand.state.journal);
  stand.state = crashed(std::move(stand.state));
  EXPECT_EQ(fingerprint(stand.state.journal), before);
  EXPECT_TRUE(react(stand.state).empty());
  EXPECT_EQ(stand.arrive(stand.shop.move("shop.example", 4), 9s), Outcome::not_started);
  stand.feed(Started{}, 10s);
  stand.feed(Declared{{p3, p5}, {policy("shop.example", p3)}}, 10s);
  EXPECT_EQ(shop(stand).gap, GapCause::missing_event);
  EXPECT_EQ(shop(stand).gap_since, at(1s));
  EXPECT_EQ(reported<EdgeStarted>(stand.state).size(), 1U);
  EXPECT_EQ(reported<EdgeStarted>(stand.state)[0].origin.boot, Boot{5});
  auto const given = answer(stand.state, {"shop.example", {}}, at(11s));
  EXPECT_EQ(std::get<Refuse>(given.what).reason, RequestError::edge_gap);
  // The report of the gap was not acknowledged: it is still to be sent, under its own boot.
  ASSERT_EQ(reported<EdgeGapSeen>(stand.state).size(), 1U);
  EXPECT_EQ(reported<EdgeGapSeen>(stand.state)[0].origin.boot, Boot{4});
}

TEST(Restart, OpensConsumersAgainAndComparesTheirEnd) {
  Stand stand;
  stand.state = crashed(std::move(stand.state));
  stand.feed(Started{}, 10s);
  auto const opens = wanted<OpenConsumer>(stand.state);
  ASSERT_EQ(opens.size(), 2U);
  EXPECT_EQ(opens[0].from, RouteSequence{3});
  EXPECT_EQ(open_consumer(stand, 11s).outcome, Outcome::done);
  ASSERT_EQ(wanted<OpenConsumer>(stand.state).size(), 1U);
  // Partition 5's stream has lost its end.
  EXPECT_EQ(open_consumer(stand, 11s, 1).outcome, Outcome::other_baseline);
  EXPECT_EQ(stand.state.journal.find(p5)->gap, GapCause::other_baseline);
}

TEST(Restart, ATableThatChangedOnDiskIsAGapWithNoVerifiedOwner) {
  Stand stand{GapPolicy{GapMode::last_verified, 60s}};
  stand.feed(EndpointArrived{endpoint(11, 9)}, 1s);
  stand.state.journal.find(p3)->owners[0].release = ReleaseId{9};
  stand.state = crashed(std::move(stand.state));
  stand.feed(Started{}, 10s);
  EXPECT_EQ(shop(stand).gap, GapCause::checksum);
  stand.feed(Declared{{}, {policy("shop.example", p3, {GapMode::last_verified, 60s})}}, 10s);
  stand.feed(EndpointArrived{endpoint(11, 9, 2)}, 10s);
  auto const given = answer(stand.state, {"shop.example", {}}, at(11s));
  EXPECT_EQ(std::get<Refuse>(given.what).reason, RequestError::edge_gap);
}

TEST(Consumers, ALostOneIsOpenedAgainAfterItsPause) {
  Stand stand;
  stand.feed(ConsumerLost{p3}, 1s);
  ASSERT_EQ(wanted<OpenConsumer>(stand.state).size(), 1U);
  stand.feed(ConsumerFailed{p3, RouteSequence{3}, "no leader"}, 2s);
  EXPECT_TRUE(wanted<OpenConsumer>(stand.state).empty());
  stand.feed(Elapsed{Timer::repair}, 3s);
  ASSERT_EQ(wanted<OpenConsumer>(stand.state).size(), 1U);
}

TEST(FirstStart, HasNoBaselineAndFetchesOne) {
  Stand stand;
  stand.state = fresh(EdgeId{2});
  stand.feed(Started{}, 1s);
  stand.feed(Declared{{p3}, {policy("shop.example", p3)}}, 1s);
  EXPECT_EQ(shop(stand).gap, GapCause::no_baseline);
  EXPECT_TRUE(wanted<OpenConsumer>(stand.state).empty());
  give(stand, stand.shop.snapshot(at(1s)), 2s);
  open_consumer(stand, 3s);
  EXPECT_EQ(shop(stand).gap, GapCause::none);
  EXPECT_EQ(reported<EdgeResumed>(stand.state).at(0).cleared, GapCause::no_baseline);
}

// --- an operation's repair ---

TEST(RepairEdge, OfAnEdgeThatIsBehindServesMeanwhileAndReportsWithItsOperation) {
  Stand stand;
  stand.shop.move("shop.example", 2);  // never delivered: the edge does not know
  RepairEdge const repair{OperationId{14}, Attempt{1}, {p3}};
  EXPECT_EQ(stand.feed(Commanded{repair}, 1s).outcome, Outcome::done);
  EXPECT_EQ(stand.feed(Commanded{repair}, 1s).outcome, Outcome::in_progress);
  EXPECT_EQ(shop(stand).gap, GapCause::none);
  give(stand, stand.shop.snapshot(at(1s)), 2s);
  open_consumer(stand, 3s);
  EXPECT_EQ(shop(stand).applied, RouteSequence{3});
  EXPECT_EQ(reported<SnapshotFetched>(stand.state).at(0).operation, OperationId{14});
  EXPECT_EQ(reported<SnapshotChecked>(stand.state).at(0).operation, OperationId{14});
  auto const resumed = reported<EdgeResumed>(stand.state).at(0);
  EXPECT_EQ(resumed.operation, OperationId{14});
  EXPECT_EQ(resumed.cleared, GapCause::none);
  EXPECT_EQ(stand.feed(Commanded{repair}, 4s).outcome, Outcome::repeat);
  EXPECT_TRUE(wanted<PullSnapshot>(stand.state).empty());
}

TEST(RepairEdge, AnEventWhileANewConsumerOpensComesAgainFromIt) {
  Stand stand;
  auto const missed = stand.shop.move("shop.example", 2);
  stand.feed(Commanded{RepairEdge{OperationId{14}, Attempt{1}, {p3}}}, 1s);
  give(stand, stand.shop.snapshot(at(1s)), 2s);
  EXPECT_EQ(stand.arrive(missed, 2s), Outcome::resuming);
  auto const later = stand.shop.move("shop.example", 3);
  EXPECT_EQ(stand.arrive(later, 2s), Outcome::resuming);
  open_consumer(stand, 3s);
  EXPECT_EQ(stand.arrive(missed, 4s), Outcome::duplicate);
  EXPECT_EQ(stand.arrive(later, 4s), Outcome::applied);
}

TEST(RepairEdge, AStreamThatEndsBeforeTheSnapshotIsAnotherBaseline) {
  Stand stand;
  stand.shop.move("shop.example", 2);
  stand.feed(Commanded{RepairEdge{OperationId{14}, Attempt{1}, {p3}}}, 1s);
  give(stand, stand.shop.snapshot(at(1s)), 2s);
  EXPECT_EQ(open_consumer(stand, 3s, 1).outcome, Outcome::other_baseline);
  EXPECT_EQ(shop(stand).gap, GapCause::other_baseline);
  EXPECT_EQ(shop(stand).applied, RouteSequence{2});
  EXPECT_FALSE(shop(stand).stored.has_value());
}

TEST(CatchUp, AsksTheConsumerAgain) {
  Stand stand;
  CatchUp const nudge{p3, OperationId{12}, Attempt{2}};
  EXPECT_EQ(stand.feed(Commanded{nudge}, 1s).outcome, Outcome::done);
  EXPECT_EQ(stand.feed(Commanded{nudge}, 1s).outcome, Outcome::in_progress);
  ASSERT_EQ(wanted<PullEvents>(stand.state).size(), 1U);
  EXPECT_EQ(stand.arrive(stand.shop.move("shop.example", 2), 2s), Outcome::applied);
  EXPECT_EQ(stand.feed(Pulled{p3, OperationId{12}, Attempt{2}}, 2s).outcome, Outcome::done);
  EXPECT_TRUE(wanted<PullEvents>(stand.state).empty());
  EXPECT_EQ(stand.feed(Commanded{nudge}, 3s).outcome, Outcome::repeat);
  EXPECT_EQ(stand.feed(Pulled{p3, OperationId{12}, Attempt{2}}, 3s).outcome, Outcome::stale_answer);
}

// --- an operator's repair, step by step ---

// In a gap that the edge itself has given up.
Stand given_up() {
  auto stand = in_gap();
  for (auto const after : {2s, 4s, 9s}) {
    stand.feed(Elapsed{Timer::repair}, after);
    stand.feed(SnapshotUnavailable{p3, wanted_fetch(stand), "connection refused"}, after);
  }
  EXPECT_EQ(reported<AutoRepairGaveUp>(stand.state).size(), 1U);
  return stand;
}

std::optional<RefusalCode> order(Stand& stand, EdgeCommand const& command, Duration after_start) {
  return stand.feed(Commanded{command}, after_start).refusal;
}

TEST(StepByStep, FetchVerifyResume) {
  auto stand = given_up();
  EXPECT_EQ(order(stand, FetchSnapshot{EntryId{50}, {}}, 20s), std::nullopt);
  give(stand, stand.shop.snapshot(at(20s)), 21s);
  ASSERT_EQ(reported<SnapshotFetched>(stand.state).size(), 1U);
  EXPECT_TRUE(reported<SnapshotChecked>(stand.state).empty());
  EXPECT_EQ(order(stand, VerifyFetched{EntryId{51}}, 22s), std::nullopt);
  ASSERT_EQ(reported<SnapshotChecked>(stand.state).size(), 1U);
  EXPECT_EQ(order(stand, ResumeFrom{EntryId{52}, RouteSequence{4}}, 23s),
            RefusalCode::sequence_gap);
  EXPECT_EQ(order(stand, ResumeFrom{EntryId{53}, RouteSequence{6}}, 23s),
            RefusalCode::sequence_gap);
  EXPECT_EQ(order(stand, ResumeFrom{EntryId{54}, RouteSequence{5}}, 23s), std::nullopt);
  EXPECT_EQ(open_consumer(stand, 24s).outcome, Outcome::done);
  EXPECT_EQ(shop(stand).gap, GapCause::none);
  // A repeat says again what it said.
  auto const again = stand.feed(Commanded{ResumeFrom{EntryId{53}, RouteSequence{6}}}, 25s);
  EXPECT_EQ(again.outcome, Outcome::repeat);
  EXPECT_EQ(again.refusal, RefusalCode::sequence_gap);
}

TEST(StepByStep, NothingIsResumedOnAMissingUnverifiedOrBadSnapshot) {
  auto stand = given_up();
  EXPECT_EQ(order(stand, VerifyFetched{EntryId{50}}, 20s), RefusalCode::snapshot_missing);
  EXPECT_EQ(order(stand, ResumeFrom{EntryId{51}, RouteSequence{5}}, 20s),
            RefusalCode::snapshot_missing);
  order(stand, FetchSnapshot{EntryId{52}, {p3}}, 20s);
  auto stale = stand.shop.snapshot(at(20s));
  stale.sequence = RouteSequence{3};
  give(stand, signed_again(stale), 21s);
  EXPECT_EQ(order(stand, ResumeFrom{EntryId{53}, RouteSequence{4}}, 22s),
            RefusalCode::snapshot_missing);
  order(stand, VerifyFetched{EntryId{54}}, 22s);
  EXPECT_EQ(reported<SnapshotChecked>(stand.state).at(0).verdict, SnapshotVerdict::stale);
  EXPECT_EQ(order(stand, ResumeFrom{EntryId{55}, RouteSequence{4}}, 23s),
            RefusalCode::snapshot_stale);
  EXPECT_EQ(shop(stand).gap, GapCause::missing_event);
  EXPECT_TRUE(wanted<OpenConsumer>(stand.state).empty());
}

TEST(StepByStep, AVerifiedSnapshotOutlivesARestart) {
  auto stand = given_up();
  order(stand, FetchSnapshot{EntryId{50}, {p3}}, 20s);
  give(stand, stand.shop.snapshot(at(20s)), 21s);
  order(stand, VerifyFetched{EntryId{51}}, 22s);
  stand.state = crashed(std::move(stand.state));
  stand.feed(Started{}, 30s);
  EXPECT_EQ(shop(stand).gap, GapCause::missing_event);
  EXPECT_EQ(order(stand, ResumeFrom{EntryId{52}, RouteSequence{5}}, 31s), std::nullopt);
  open_consumer(stand, 32s);
  EXPECT_EQ(shop(stand).gap, GapCause::none);
}

TEST(StepByStep, AResumeThatACrashCutOffIsBegunAgainByTheSameCommand) {
  auto stand = given_up();
  order(stand, FetchSnapshot{EntryId{50}, {p3}}, 20s);
  give(stand, stand.shop.snapshot(at(20s)), 21s);
  order(stand, VerifyFetched{EntryId{51}}, 22s);
  Commanded const resume{ResumeFrom{EntryId{52}, RouteSequence{5}}};
  EXPECT_EQ(stand.feed(resume, 23s).outcome, Outcome::done);
  EXPECT_EQ(stand.feed(resume, 23s).outcome, Outcome::in_progress);
  stand.state = crashed(std::move(stand.state));
  stand.feed(Started{}, 30s);
  EXPECT_EQ(stand.feed(resume, 31s).outcome, Outcome::done);
  auto const opens = wanted<OpenConsumer>(stand.state);
  auto const shops = std::ranges::find(opens, p3, &OpenConsumer::partition);
  ASSERT_NE(shops, opens.end());
  stand.feed(ConsumerOpened{p3, shops->baseline, shops->from, RouteSequence{4}}, 32s);
  EXPECT_EQ(shop(stand).gap, GapCause::none);
}

TEST(StepByStep, StaysOutOfAnOperationsWay) {
  auto stand = given_up();
  stand.feed(Commanded{RepairEdge{OperationId{14}, Attempt{1}, {p3}}}, 20s);
  EXPECT_EQ(order(stand, FetchSnapshot{EntryId{50}, {p3}}, 21s), RefusalCode::operation_running);
}

// Two partitions, each with its verified snapshot: partition 3 at 4, partition 5 at 3.
Stand two_verified() {
  auto stand = given_up();
  stand.mail.move("mail.example", 8);  // never delivered
  order(stand, FetchSnapshot{EntryId{50}, {p3, p5}}, 20s);
  for (auto const& pull : wanted<PullSnapshot>(stand.state)) {
    auto const snapshot = (pull.partition == p3 ? stand.shop : stand.mail).snapshot(at(20s));
    stand.feed(SnapshotArrived{pull.partition, pull.fetch, encoded(snapshot), "control-1"}, 21s);
  }
  order(stand, VerifyFetched{EntryId{51}}, 22s);
  return stand;
}

TEST(StepByStep, ASequenceResumesItsPartitionAndNoOther) {
  for (auto const partition : {p3, p5}) {
    auto stand = two_verified();
    auto const last = (partition == p3 ? stand.shop : stand.mail).last();
    EXPECT_EQ(order(stand, ResumeFrom{EntryId{52}, next(last)}, 23s), std::nullopt);
    auto const opens = wanted<OpenConsumer>(stand.state);
    ASSERT_EQ(opens.size(), 1U);
    EXPECT_EQ(opens[0].partition, partition);
    EXPECT_EQ(open_consumer(stand, 24s).outcome, Outcome::done);
    auto const resumed = reported<EdgeResumed>(stand.state);
    ASSERT_EQ(resumed.size(), 1U);
    EXPECT_EQ(resumed[0].partition, partition);
    EXPECT_EQ(resumed[0].sequence, last);
    EXPECT_EQ(shop(stand).gap, partition == p3 ? GapCause::none : GapCause::missing_event);
    // The other one's snapshot is kept for its own resume.
    auto const other = partition == p3 ? stand.mail.last() : stand.shop.last();
    EXPECT_EQ(order(stand, ResumeFrom{EntryId{53}, next(other)}, 25s), std::nullopt);
    open_consumer(stand, 26s);
    EXPECT_EQ(reported<EdgeResumed>(stand.state).size(), 2U);
    EXPECT_EQ(shop(stand).gap, GapCause::none);
  }
}

TEST(StepByStep, ASequenceThatTwoSnapshotsEndBeforeResumesBoth) {
  auto stand = two_verified();
  stand.mail.move("mail.example", 9);
  order(stand, FetchSnapshot{EntryId{55}, {p5}}, 23s);
  auto const pull = wanted<PullSnapshot>(stand.state).at(0);
  stand.feed(SnapshotArrived{p5, pull.fetch, encoded(stand.mail.snapshot(at(23s))), "control-1"},
             24s);
  order(stand, VerifyFetched{EntryId{56}}, 25s);
  EXPECT_EQ(order(stand, ResumeFrom{EntryId{57}, RouteSequence{5}}, 26s), std::nullopt);
  EXPECT_EQ(wanted<OpenConsumer>(stand.state).size(), 2U);
}

TEST(StepByStep, ALivePartitionDoesNotGoBack) {
  Stand stand;
  order(stand, FetchSnapshot{EntryId{50}, {p3}}, 1s);
  give(stand, stand.shop.snapshot(at(1s)), 2s);
  order(stand, VerifyFetched{EntryId{51}}, 3s);
  stand.arrive(stand.shop.move("shop.example", 2), 4s);
  EXPECT_EQ(order(stand, ResumeFrom{EntryId{52}, RouteSequence{3}}, 5s),
            RefusalCode::snapshot_stale);
  // The control plane is told, or else it would wait for this resume for ever.
  auto const checks = reported<SnapshotChecked>(stand.state);
  ASSERT_EQ(checks.size(), 2U);
  EXPECT_EQ(checks[1].verdict, SnapshotVerdict::stale);
  EXPECT_FALSE(shop(stand).stored.has_value());
}

}  // namespace
}  // namespace studylab::edge
