#include <gtest/gtest.h>

#include "control/edges/edges.h"
#include "control/platform_testing.h"
#include "evidence/invariants.h"

namespace studylab::control {
namespace {

using testing::refusal_code;
using testing::TestPlatform;

struct GapPlatform : TestPlatform {
  EdgeId edge{2};
  PartitionId partition{1};

  void report(auto fact) {
    fact.edge = edge;
    fact.origin = origin("edge-b");
    give(Report{make_fact(std::move(fact))});
    settle();
  }
  void see_gap(GapCause cause = GapCause::missing_event) {
    EdgeGapSeen fact;
    fact.partition = partition;
    fact.cause = cause;
    fact.applied = RouteSequence{2};
    fact.seen = RouteSequence{3};
    report(fact);
  }
  void fetch(SnapshotVerdict verdict) {
    SnapshotFetched fetched;
    fetched.partition = partition;
    fetched.sequence = RouteSequence{3};
    report(fetched);
    SnapshotChecked checked;
    checked.partition = partition;
    checked.sequence = RouteSequence{3};
    checked.verdict = verdict;
    report(checked);
  }
  void resume() {
    EdgeResumed fact;
    fact.partition = partition;
    fact.sequence = fact.delivered = RouteSequence{3};
    fact.cleared = GapCause::missing_event;
    report(fact);
  }
  void refuse_requests(std::uint32_t requests) {
    RequestsObserved fact;
    fact.from = now - std::chrono::seconds{10};
    fact.until = now;
    fact.rows.push_back({route, {}, 503, RequestError::edge_gap, {}, {}, requests, requests});
    report(fact);
  }
  template <class F>
  std::vector<F> all() const {
    std::vector<F> facts;
    for (auto const& entry : entries) {
      if (auto const* fact = fact_if<F>(entry.fact)) facts.push_back(*fact);
    }
    return facts;
  }
};

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

// --- invariants ---

std::set<std::string_view> broken(GapPlatform& p) {
  p.now += std::chrono::minutes{2};
  p.observe(p.edge, 0);
  std::set<std::string_view> rules;
  for (auto const& violation : evidence::violations(p.entries)) rules.insert(violation.rule);
  return rules;
}
using Rules = std::set<std::string_view>;

TEST(GapInvariants, HoldForAGapThatANewBaselineEnds) {
  GapPlatform p;
  p.see_gap();
  p.fetch(SnapshotVerdict::good);
  p.resume();
  EXPECT_EQ(broken(p), Rules{});
}

TEST(GapInvariants, EachIsFoundUnderItsId) {
  GapPlatform old;  // a snapshot below what the edge had seen
  old.see_gap();
  EdgeResumed resumed;
  resumed.partition = old.partition;
  resumed.sequence = resumed.delivered = RouteSequence{2};
  old.report(resumed);
  EXPECT_EQ(broken(old), Rules{"RG2"});

  GapPlatform forged;
  forged.add(ControlPlaneRegistered{"control-1", "control-1"});
  forged.see_gap();
  SnapshotFetched fetched;
  fetched.partition = forged.partition;
  fetched.sequence = RouteSequence{3};
  fetched.key_id = "unknown";
  forged.report(fetched);
  forged.resume();
  EXPECT_EQ(broken(forged), Rules{"RG2"});

  GapPlatform behind;  // the stream ends before the snapshot
  behind.see_gap();
  resumed.sequence = RouteSequence{3};
  resumed.delivered = RouteSequence{2};
  behind.report(resumed);
  EXPECT_EQ(broken(behind), Rules{"RG4"});

  GapPlatform cleared;  // the edge reports no gap, and no new baseline
  cleared.see_gap();
  EdgeViewReported view;
  PartitionView of;
  of.partition = cleared.partition;
  of.applied = RouteSequence{3};
  of.expected.bytes[0] = 1;
  view.partitions.push_back(of);
  cleared.report(view);
  EXPECT_EQ(broken(cleared), Rules{"RGN3"});

  GapPlatform served;  // older than the policy allows
  served.see_gap();
  served.now += std::chrono::minutes{6};
  served.observe(served.edge, 0);
  EXPECT_EQ(broken(served), Rules{"RG1"});
}

}  // namespace
}  // namespace studylab::control
