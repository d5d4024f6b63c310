#include <gtest/gtest.h>

#include "control/edges/edges.h"
#include "control/gap_platform_testing.h"

namespace studylab::control {
namespace {

using testing::GapPlatform;
using testing::refusal_code;

TEST(GapRecord, StatesHowLongTheGapLastedAndWhatItCost) {
  GapPlatform p;
  auto const began = p.now;
  p.see_gap();
  p.now += std::chrono::seconds{10};
  p.refuse_requests(40);
  p.now += std::chrono::seconds{2};
  p.see_gap(GapCause::other_baseline);  // another cause of the same gap
  p.fetch(SnapshotVerdict::good);
  p.resume();
  auto const ended = p.now;
  EXPECT_TRUE(p.all<EdgeGapRecorded>().empty()) << "its last requests are not reported yet";
  p.now += std::chrono::seconds{8};
  p.refuse_requests(5);
  auto const records = p.all<EdgeGapRecorded>();
  ASSERT_EQ(records.size(), 1);
  auto const& record = records.front();
  EXPECT_EQ(record.edge, p.edge);
  EXPECT_EQ(record.cause, GapCause::missing_event);
  EXPECT_EQ(record.seen_at, began);
  EXPECT_EQ(record.ended_at, ended);
  EXPECT_EQ(record.refused, 45);
  ASSERT_EQ(record.routes.size(), 2);
  EXPECT_EQ(record.routes[1].route, p.route);
  EXPECT_EQ(record.routes[1].policy.mode, GapMode::last_verified);
  EXPECT_NE(fact_if<EdgeGapSeen>(p.entries.at(record.seen.number - 1).fact), nullptr);
  EXPECT_NE(fact_if<SnapshotFetched>(p.entries.at(record.snapshot.number - 1).fact), nullptr);
  EXPECT_NE(fact_if<EdgeResumed>(p.entries.at(record.resumed.number - 1).fact), nullptr);
  p.now += std::chrono::seconds{10};
  p.observe(p.edge, 0);
  EXPECT_EQ(p.all<EdgeGapRecorded>().size(), 1) << "recorded once";
}

TEST(GapRecord, OfAGapThatAnotherOneFollowsIsNotLost) {
  GapPlatform p;
  p.see_gap();
  p.fetch(SnapshotVerdict::good);
  p.resume();
  p.see_gap();
  EXPECT_EQ(p.all<EdgeGapRecorded>().size(), 1);
  EXPECT_TRUE(p.state.edges.at(p.edge).gap_marks.contains(p.partition));
}

TEST(GapMark, KeepsTheTimeWhenTheGapWasFirstSeen) {
  GapPlatform p;
  auto const began = p.now;
  p.see_gap();
  p.now += std::chrono::seconds{3};
  p.report(EdgeStarted{});
  p.now += std::chrono::seconds{3};
  p.see_gap(GapCause::other_baseline);
  auto const& edge = p.state.edges.at(p.edge);
  EXPECT_EQ(edge.gap_marks.at(p.partition).seen.origin.at, began);
  EXPECT_GT(edge.started, began);
}

TEST(SnapshotFrom, NamesARegisteredControlPlane) {
  GapPlatform p;
  EXPECT_EQ(refusal_code(p.operate(TakeSnapshot{"edge-b", "control-2"})),
            RefusalCode::no_such_thing);
  p.add(ControlPlaneRegistered{"control-1", "control-1"});
  p.add(ControlPlaneRegistered{"control-2", "control-2"});
  EXPECT_EQ(refusal_code(p.operate(TakeSnapshot{"edge-b", "control-3"})),
            RefusalCode::no_such_thing);
  ASSERT_TRUE(p.operate(TakeSnapshot{"edge-b", "control-2"}));
  EXPECT_EQ(p.state.edges.at(p.edge).snapshot_from, "control-2");
  SnapshotFetchFailed failed;
  failed.partition = p.partition;
  p.report(failed);
  EXPECT_FALSE(p.state.edges.at(p.edge).snapshot_order);
  ASSERT_TRUE(p.operate(TakeSnapshot{"edge-b", "control-1"}));
  EXPECT_EQ(p.state.edges.at(p.edge).snapshot_from, "");
}

TEST(StreamRecreated, OpensThePartitionUnderTheNextBaseline) {
  GapPlatform p;
  ASSERT_TRUE(p.give(StreamRecreated{p.partition}));
  auto const& partition = p.state.partitions.at(p.partition);
  EXPECT_EQ(partition.baseline, BaselineEpoch{2});
  EXPECT_EQ(partition.last, RouteSequence{4});
  EXPECT_EQ(partition.published, RouteSequence{4});
  EXPECT_FALSE(has_caught_up(p.state, p.state.edges.at(p.edge)));
}

TEST(KeyReplaced, ChangesTheKeyThatAControlPlaneSignsWith) {
  GapPlatform p;
  p.add(ControlPlaneRegistered{"control-1", "control-1"});
  ASSERT_TRUE(p.operate(Escalate{Team::security}));
  KeyReplaced fact{NoticeId{1}, "control-1", "old", "control-1.2", p.origin("people")};
  p.give(Report{make_fact(fact)});
  EXPECT_EQ(p.state.control_planes.front().key_id, "control-1.2");
  fact.notice = NoticeId{9};
  fact.origin = p.origin("people");
  EXPECT_TRUE(p.give(Report{make_fact(fact)})->empty()) << "no process was asked";
}

}  // namespace
}  // namespace studylab::control
