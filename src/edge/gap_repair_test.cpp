#include <gtest/gtest.h>

#include "edge/gap_repair_testing.h"

namespace studylab::edge {
namespace {

using namespace testing;

TEST(SelfRepair, FetchesVerifiesAndResumesByItself) {
  auto edge_under_test = in_gap();
  auto const pulls = wanted<PullSnapshot>(edge_under_test.state);
  ASSERT_EQ(pulls.size(), 1U);
  EXPECT_EQ(pulls[0].partition, p3);
  give(edge_under_test, edge_under_test.shop.snapshot(at(2s)), 2s);
  auto const opens = wanted<OpenConsumer>(edge_under_test.state);
  ASSERT_EQ(opens.size(), 1U);
  EXPECT_EQ(opens[0].from, RouteSequence{5});
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::missing_event);

  EXPECT_EQ(open_consumer(edge_under_test, 3s).outcome, Outcome::done);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::none);
  EXPECT_EQ(shop(edge_under_test).table.checksum(), edge_under_test.shop.table().checksum());
  EXPECT_TRUE(wanted<OpenConsumer>(edge_under_test.state).empty());
  ASSERT_EQ(reported<SnapshotFetched>(edge_under_test.state).size(), 1U);
  EXPECT_EQ(reported<SnapshotFetched>(edge_under_test.state)[0].source, "control-1");
  ASSERT_EQ(reported<SnapshotChecked>(edge_under_test.state).size(), 1U);
  EXPECT_EQ(reported<SnapshotChecked>(edge_under_test.state)[0].verdict, SnapshotVerdict::good);
  auto const resumed = reported<EdgeResumed>(edge_under_test.state);
  ASSERT_EQ(resumed.size(), 1U);
  EXPECT_EQ(resumed[0].sequence, RouteSequence{4});
  EXPECT_EQ(resumed[0].delivered, RouteSequence{4});
  EXPECT_EQ(resumed[0].cleared, GapCause::missing_event);
  EXPECT_EQ(edge_under_test.arrive(edge_under_test.shop.move("shop.example", 5), 4s),
            Outcome::applied);
}

TEST(SelfRepair, GivesUpAfterThreeAttemptsWithBackOffAndReportsIt) {
  auto edge_under_test = in_gap();
  auto forged = edge_under_test.shop.snapshot(at(2s));
  forged.key_id = "control-9";
  give(edge_under_test, forged, 2s);
  EXPECT_EQ(wanted_fetch(edge_under_test), 0U);
  edge_under_test.feed(Elapsed{Timer::repair}, 3s);
  EXPECT_EQ(wanted_fetch(edge_under_test), 0U);
  edge_under_test.feed(Elapsed{Timer::repair}, 4s);  // 2 s after the first
  auto const second = wanted_fetch(edge_under_test);
  EXPECT_EQ(second, 2U);
  edge_under_test.feed(SnapshotUnavailable{p3, second, "connection refused"}, 5s);
  edge_under_test.feed(Elapsed{Timer::repair}, 9s);  // 4 s after the second
  EXPECT_EQ(wanted_fetch(edge_under_test), 3U);
  edge_under_test.feed(Elapsed{Timer::repair}, 14s);  // no answer within 5 s
  EXPECT_EQ(wanted_fetch(edge_under_test), 0U);

  auto const gave_up = reported<AutoRepairGaveUp>(edge_under_test.state);
  ASSERT_EQ(gave_up.size(), 1U);
  EXPECT_EQ(gave_up[0].attempts, 3U);
  EXPECT_EQ(gave_up[0].partition, p3);
  EXPECT_EQ(gave_up[0].origin.process, "edge-b");
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::missing_event);

  // Neither time nor a restart starts the repair again.
  edge_under_test.feed(Elapsed{Timer::repair}, 60s);
  edge_under_test.state = after_crash(std::move(edge_under_test.state));
  edge_under_test.feed(Started{}, 61s);
  EXPECT_EQ(wanted_fetch(edge_under_test), 0U);
  EXPECT_EQ(reported<AutoRepairGaveUp>(edge_under_test.state).size(), 1U);
}

TEST(Restart, KeepsAGap) {
  auto edge_under_test = in_gap();
  auto const before = fingerprint(edge_under_test.state.journal);
  edge_under_test.state = after_crash(std::move(edge_under_test.state));
  EXPECT_EQ(fingerprint(edge_under_test.state.journal), before);
  EXPECT_TRUE(react(edge_under_test.state).empty());
  EXPECT_EQ(edge_under_test.arrive(edge_under_test.shop.move("shop.example", 4), 9s),
            Outcome::not_started);
  edge_under_test.feed(Started{}, 10s);
  edge_under_test.feed(Declared{{p3, p5}, {policy("shop.example", p3)}}, 10s);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::missing_event);
  EXPECT_EQ(shop(edge_under_test).gap_since, at(1s));
  EXPECT_EQ(reported<EdgeStarted>(edge_under_test.state).size(), 1U);
  EXPECT_EQ(reported<EdgeStarted>(edge_under_test.state)[0].origin.boot, Boot{5});
  auto const given = answer(edge_under_test.state, {"shop.example", {}}, at(11s));
  EXPECT_EQ(std::get<Refuse>(given.what).reason, RequestError::edge_gap);
  // The report of the gap was not acknowledged, so it is still sent, under its own boot.
  ASSERT_EQ(reported<EdgeGapSeen>(edge_under_test.state).size(), 1U);
  EXPECT_EQ(reported<EdgeGapSeen>(edge_under_test.state)[0].origin.boot, Boot{4});
}

TEST(Restart, OpensConsumersAgainAndComparesTheirEnd) {
  TestEdge edge_under_test;
  edge_under_test.state = after_crash(std::move(edge_under_test.state));
  edge_under_test.feed(Started{}, 10s);
  auto const opens = wanted<OpenConsumer>(edge_under_test.state);
  ASSERT_EQ(opens.size(), 2U);
  EXPECT_EQ(opens[0].from, RouteSequence{3});
  EXPECT_EQ(open_consumer(edge_under_test, 11s).outcome, Outcome::done);
  ASSERT_EQ(wanted<OpenConsumer>(edge_under_test.state).size(), 1U);
  // Partition 5's stream has lost its end.
  EXPECT_EQ(open_consumer(edge_under_test, 11s, 1).outcome, Outcome::other_baseline);
  EXPECT_EQ(edge_under_test.state.journal.find(p5)->gap, GapCause::other_baseline);
}

TEST(Restart, ATableThatChangedOnDiskIsAGapWithNoVerifiedOwner) {
  TestEdge edge_under_test{GapPolicy{GapMode::last_verified, 60s}};
  edge_under_test.feed(EndpointArrived{endpoint(11, 9)}, 1s);
  edge_under_test.state.journal.find(p3)->table.put(
      {RouteKey{"shop.example"}, ReleaseId{9}, KeyEpoch{1}});
  edge_under_test.state = after_crash(std::move(edge_under_test.state));
  edge_under_test.feed(Started{}, 10s);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::checksum);
  edge_under_test.feed(Declared{{}, {policy("shop.example", p3, {GapMode::last_verified, 60s})}},
                       10s);
  edge_under_test.feed(EndpointArrived{endpoint(11, 9, 2)}, 10s);
  auto const given = answer(edge_under_test.state, {"shop.example", {}}, at(11s));
  EXPECT_EQ(std::get<Refuse>(given.what).reason, RequestError::edge_gap);
}

TEST(Consumers, ALostConsumerIsOpenedAgainAfterTheBackOff) {
  TestEdge edge_under_test;
  edge_under_test.feed(ConsumerLost{p3}, 1s);
  ASSERT_EQ(wanted<OpenConsumer>(edge_under_test.state).size(), 1U);
  edge_under_test.feed(ConsumerFailed{p3, RouteSequence{3}, "no leader"}, 2s);
  EXPECT_TRUE(wanted<OpenConsumer>(edge_under_test.state).empty());
  edge_under_test.feed(Elapsed{Timer::repair}, 3s);
  ASSERT_EQ(wanted<OpenConsumer>(edge_under_test.state).size(), 1U);
}

TEST(FirstStart, HasNoBaselineAndFetchesOne) {
  TestEdge edge_under_test;
  edge_under_test.state = initial_state(EdgeId{2});
  edge_under_test.feed(Started{}, 1s);
  edge_under_test.feed(Declared{{p3}, {policy("shop.example", p3)}}, 1s);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::no_baseline);
  EXPECT_TRUE(wanted<OpenConsumer>(edge_under_test.state).empty());
  give(edge_under_test, edge_under_test.shop.snapshot(at(1s)), 2s);
  open_consumer(edge_under_test, 3s);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::none);
  EXPECT_EQ(reported<EdgeResumed>(edge_under_test.state).at(0).cleared, GapCause::no_baseline);
}

// --- an operation's repair ---

TEST(RepairEdge, ALaggingEdgeServesMeanwhileAndReportsWithItsOperation) {
  TestEdge edge_under_test;
  edge_under_test.shop.move("shop.example", 2);  // never delivered, so the edge does not know it
  RepairEdge const repair{OperationId{14}, Attempt{1}, {p3}};
  EXPECT_EQ(edge_under_test.feed(Commanded{repair}, 1s).outcome, Outcome::done);
  EXPECT_EQ(edge_under_test.feed(Commanded{repair}, 1s).outcome, Outcome::in_progress);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::none);
  give(edge_under_test, edge_under_test.shop.snapshot(at(1s)), 2s);
  open_consumer(edge_under_test, 3s);
  EXPECT_EQ(shop(edge_under_test).applied, RouteSequence{3});
  EXPECT_EQ(reported<SnapshotFetched>(edge_under_test.state).at(0).operation, OperationId{14});
  EXPECT_EQ(reported<SnapshotChecked>(edge_under_test.state).at(0).operation, OperationId{14});
  auto const resumed = reported<EdgeResumed>(edge_under_test.state).at(0);
  EXPECT_EQ(resumed.operation, OperationId{14});
  EXPECT_EQ(resumed.cleared, GapCause::none);
  EXPECT_EQ(edge_under_test.feed(Commanded{repair}, 4s).outcome, Outcome::repeat);
  EXPECT_TRUE(wanted<PullSnapshot>(edge_under_test.state).empty());
}

TEST(RepairEdge, AnEventDuringTheOpeningOfAConsumerIsDeliveredAgain) {
  TestEdge edge_under_test;
  auto const missed = edge_under_test.shop.move("shop.example", 2);
  edge_under_test.feed(Commanded{RepairEdge{OperationId{14}, Attempt{1}, {p3}}}, 1s);
  give(edge_under_test, edge_under_test.shop.snapshot(at(1s)), 2s);
  EXPECT_EQ(edge_under_test.arrive(missed, 2s), Outcome::resuming);
  auto const later = edge_under_test.shop.move("shop.example", 3);
  EXPECT_EQ(edge_under_test.arrive(later, 2s), Outcome::resuming);
  open_consumer(edge_under_test, 3s);
  EXPECT_EQ(edge_under_test.arrive(missed, 4s), Outcome::duplicate);
  EXPECT_EQ(edge_under_test.arrive(later, 4s), Outcome::applied);
}

TEST(RepairEdge, AStreamThatEndsBeforeTheSnapshotIsAnotherBaseline) {
  TestEdge edge_under_test;
  edge_under_test.shop.move("shop.example", 2);
  edge_under_test.feed(Commanded{RepairEdge{OperationId{14}, Attempt{1}, {p3}}}, 1s);
  give(edge_under_test, edge_under_test.shop.snapshot(at(1s)), 2s);
  EXPECT_EQ(open_consumer(edge_under_test, 3s, 1).outcome, Outcome::other_baseline);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::other_baseline);
  EXPECT_EQ(shop(edge_under_test).applied, RouteSequence{2});
  EXPECT_FALSE(shop(edge_under_test).stored.has_value());
}

TEST(CatchUp, PullsFromTheConsumerAgain) {
  TestEdge edge_under_test;
  CatchUp const nudge{p3, OperationId{12}, Attempt{2}};
  EXPECT_EQ(edge_under_test.feed(Commanded{nudge}, 1s).outcome, Outcome::done);
  EXPECT_EQ(edge_under_test.feed(Commanded{nudge}, 1s).outcome, Outcome::in_progress);
  ASSERT_EQ(wanted<PullEvents>(edge_under_test.state).size(), 1U);
  EXPECT_EQ(edge_under_test.arrive(edge_under_test.shop.move("shop.example", 2), 2s),
            Outcome::applied);
  EXPECT_EQ(edge_under_test.feed(Pulled{p3, OperationId{12}, Attempt{2}}, 2s).outcome,
            Outcome::done);
  EXPECT_TRUE(wanted<PullEvents>(edge_under_test.state).empty());
  EXPECT_EQ(edge_under_test.feed(Commanded{nudge}, 3s).outcome, Outcome::repeat);
  EXPECT_EQ(edge_under_test.feed(Pulled{p3, OperationId{12}, Attempt{2}}, 3s).outcome,
            Outcome::stale_answer);
}

// --- an operator's repair, step by step ---

TEST(StepByStep, FetchVerifyResume) {
  auto edge_under_test = given_up();
  EXPECT_EQ(order(edge_under_test, FetchSnapshot{EntryId{50}, {}}, 20s), std::nullopt);
  give(edge_under_test, edge_under_test.shop.snapshot(at(20s)), 21s);
  ASSERT_EQ(reported<SnapshotFetched>(edge_under_test.state).size(), 1U);
  EXPECT_TRUE(reported<SnapshotChecked>(edge_under_test.state).empty());
  EXPECT_EQ(order(edge_under_test, VerifyFetched{EntryId{51}}, 22s), std::nullopt);
  ASSERT_EQ(reported<SnapshotChecked>(edge_under_test.state).size(), 1U);
  EXPECT_EQ(order(edge_under_test, ResumeFrom{EntryId{52}, RouteSequence{4}}, 23s),
            RefusalCode::already_applied);
  EXPECT_EQ(order(edge_under_test, ResumeFrom{EntryId{53}, RouteSequence{6}}, 23s),
            RefusalCode::sequence_gap);
  EXPECT_EQ(order(edge_under_test, ResumeFrom{EntryId{54}, RouteSequence{5}}, 23s), std::nullopt);
  EXPECT_EQ(open_consumer(edge_under_test, 24s).outcome, Outcome::done);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::none);
  // A repeated command gets the same reply.
  auto const again =
      edge_under_test.feed(Commanded{ResumeFrom{EntryId{53}, RouteSequence{6}}}, 25s);
  EXPECT_EQ(again.outcome, Outcome::repeat);
  EXPECT_EQ(again.refusal, RefusalCode::sequence_gap);
}

TEST(StepByStep, AMissingUnverifiedOrBadSnapshotIsNotResumed) {
  auto edge_under_test = given_up();
  EXPECT_EQ(order(edge_under_test, VerifyFetched{EntryId{50}}, 20s), RefusalCode::snapshot_missing);
  EXPECT_EQ(order(edge_under_test, ResumeFrom{EntryId{51}, RouteSequence{5}}, 20s),
            RefusalCode::snapshot_missing);
  order(edge_under_test, FetchSnapshot{EntryId{52}, {p3}}, 20s);
  auto stale = edge_under_test.shop.snapshot(at(20s));
  stale.sequence = RouteSequence{3};
  give(edge_under_test, signed_again(stale), 21s);
  EXPECT_EQ(order(edge_under_test, ResumeFrom{EntryId{53}, RouteSequence{4}}, 22s),
            RefusalCode::snapshot_missing);
  order(edge_under_test, VerifyFetched{EntryId{54}}, 22s);
  EXPECT_EQ(reported<SnapshotChecked>(edge_under_test.state).at(0).verdict, SnapshotVerdict::stale);
  EXPECT_EQ(order(edge_under_test, ResumeFrom{EntryId{55}, RouteSequence{4}}, 23s),
            RefusalCode::snapshot_stale);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::missing_event);
  EXPECT_TRUE(wanted<OpenConsumer>(edge_under_test.state).empty());
}

TEST(StepByStep, AVerifiedSnapshotSurvivesARestart) {
  auto edge_under_test = given_up();
  order(edge_under_test, FetchSnapshot{EntryId{50}, {p3}}, 20s);
  give(edge_under_test, edge_under_test.shop.snapshot(at(20s)), 21s);
  order(edge_under_test, VerifyFetched{EntryId{51}}, 22s);
  edge_under_test.state = after_crash(std::move(edge_under_test.state));
  edge_under_test.feed(Started{}, 30s);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::missing_event);
  EXPECT_EQ(order(edge_under_test, ResumeFrom{EntryId{52}, RouteSequence{5}}, 31s), std::nullopt);
  open_consumer(edge_under_test, 32s);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::none);
}

TEST(StepByStep, ARepeatedCommandRestartsAResumeThatACrashInterrupted) {
  auto edge_under_test = given_up();
  order(edge_under_test, FetchSnapshot{EntryId{50}, {p3}}, 20s);
  give(edge_under_test, edge_under_test.shop.snapshot(at(20s)), 21s);
  order(edge_under_test, VerifyFetched{EntryId{51}}, 22s);
  Commanded const resume{ResumeFrom{EntryId{52}, RouteSequence{5}}};
  EXPECT_EQ(edge_under_test.feed(resume, 23s).outcome, Outcome::done);
  EXPECT_EQ(edge_under_test.feed(resume, 23s).outcome, Outcome::in_progress);
  edge_under_test.state = after_crash(std::move(edge_under_test.state));
  edge_under_test.feed(Started{}, 30s);
  EXPECT_EQ(edge_under_test.feed(resume, 31s).outcome, Outcome::done);
  auto const opens = wanted<OpenConsumer>(edge_under_test.state);
  auto const shops = std::ranges::find(opens, p3, &OpenConsumer::partition);
  ASSERT_NE(shops, opens.end());
  edge_under_test.feed(ConsumerOpened{p3, shops->baseline, shops->from, RouteSequence{4}}, 32s);
  EXPECT_EQ(shop(edge_under_test).gap, GapCause::none);
}

TEST(StepByStep, IsRefusedWhileAnOperationRepairsThePartition) {
  auto edge_under_test = given_up();
  edge_under_test.feed(Commanded{RepairEdge{OperationId{14}, Attempt{1}, {p3}}}, 20s);
  EXPECT_EQ(order(edge_under_test, FetchSnapshot{EntryId{50}, {p3}}, 21s),
            RefusalCode::operation_running);
}

// Two partitions, each with its verified snapshot: partition 3 at 4, partition 5 at 3.
TestEdge two_verified() {
  auto edge_under_test = given_up();
  edge_under_test.mail.move("mail.example", 8);  // never delivered
  order(edge_under_test, FetchSnapshot{EntryId{50}, {p3, p5}}, 20s);
  for (auto const& pull : wanted<PullSnapshot>(edge_under_test.state)) {
    auto const snapshot =
        (pull.partition == p3 ? edge_under_test.shop : edge_under_test.mail).snapshot(at(20s));
    edge_under_test.feed(
        SnapshotArrived{pull.partition, pull.fetch, encoded(snapshot), "control-1"}, 21s);
  }
  order(edge_under_test, VerifyFetched{EntryId{51}}, 22s);
  return edge_under_test;
}

TEST(StepByStep, ASequenceResumesOnlyItsPartition) {
  for (auto const partition : {p3, p5}) {
    auto edge_under_test = two_verified();
    auto const last = (partition == p3 ? edge_under_test.shop : edge_under_test.mail).last();
    EXPECT_EQ(order(edge_under_test, ResumeFrom{EntryId{52}, next(last)}, 23s), std::nullopt);
    auto const opens = wanted<OpenConsumer>(edge_under_test.state);
    ASSERT_EQ(opens.size(), 1U);
    EXPECT_EQ(opens[0].partition, partition);
    EXPECT_EQ(open_consumer(edge_under_test, 24s).outcome, Outcome::done);
    auto const resumed = reported<EdgeResumed>(edge_under_test.state);
    ASSERT_EQ(resumed.size(), 1U);
    EXPECT_EQ(resumed[0].partition, partition);
    EXPECT_EQ(resumed[0].sequence, last);
    EXPECT_EQ(shop(edge_under_test).gap,
              partition == p3 ? GapCause::none : GapCause::missing_event);
    // The other partition's snapshot is kept for its own resume.
    auto const other = partition == p3 ? edge_under_test.mail.last() : edge_under_test.shop.last();
    EXPECT_EQ(order(edge_under_test, ResumeFrom{EntryId{53}, next(other)}, 25s), std::nullopt);
    open_consumer(edge_under_test, 26s);
    EXPECT_EQ(reported<EdgeResumed>(edge_under_test.state).size(), 2U);
    EXPECT_EQ(shop(edge_under_test).gap, GapCause::none);
  }
}

TEST(StepByStep, ASequenceThatFollowsTwoSnapshotsResumesBoth) {
  auto edge_under_test = two_verified();
  edge_under_test.mail.move("mail.example", 9);
  order(edge_under_test, FetchSnapshot{EntryId{55}, {p5}}, 23s);
  auto const pull = wanted<PullSnapshot>(edge_under_test.state).at(0);
  edge_under_test.feed(
      SnapshotArrived{p5, pull.fetch, encoded(edge_under_test.mail.snapshot(at(23s))), "control-1"},
      24s);
  order(edge_under_test, VerifyFetched{EntryId{56}}, 25s);
  EXPECT_EQ(order(edge_under_test, ResumeFrom{EntryId{57}, RouteSequence{5}}, 26s), std::nullopt);
  EXPECT_EQ(wanted<OpenConsumer>(edge_under_test.state).size(), 2U);
}

TEST(StepByStep, ALivePartitionDoesNotGoBack) {
  TestEdge edge_under_test;
  order(edge_under_test, FetchSnapshot{EntryId{50}, {p3}}, 1s);
  give(edge_under_test, edge_under_test.shop.snapshot(at(1s)), 2s);
  order(edge_under_test, VerifyFetched{EntryId{51}}, 3s);
  edge_under_test.arrive(edge_under_test.shop.move("shop.example", 2), 4s);
  EXPECT_EQ(order(edge_under_test, ResumeFrom{EntryId{52}, RouteSequence{3}}, 5s),
            RefusalCode::snapshot_stale);
  // The control plane gets a report; otherwise it would wait for this resume forever.
  auto const checks = reported<SnapshotChecked>(edge_under_test.state);
  ASSERT_EQ(checks.size(), 2U);
  EXPECT_EQ(checks[1].verdict, SnapshotVerdict::stale);
  EXPECT_FALSE(shop(edge_under_test).stored.has_value());
}

}  // namespace
}  // namespace studylab::edge
