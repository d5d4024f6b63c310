// An incident whose subject is an edge's gap.
#include <algorithm>

#include <gtest/gtest.h>

#include "control/platform_testing.h"

namespace studylab::control {
namespace {

using testing::refusal_code;
using testing::TestPlatform;

constexpr EdgeId lagging{2};
constexpr PartitionId partition{1};

void report_gap(TestPlatform& p) {
  EdgeGapSeen fact;
  fact.edge = lagging;
  fact.partition = partition;
  fact.applied = RouteSequence{2};
  fact.seen = RouteSequence{4};
  fact.origin = p.origin(to_text(lagging));
  p.give(Report{make_fact(fact)});
  p.settle();
}

struct WatchedPlatform : TestPlatform {
  WatchedPlatform() {
    add(GapAlarmDeclared{partition, env});
    report_gap(*this);
  }
  bool present() const { return symptom_of(state, state.incident.value(), now).present; }
};

TEST(EdgeGapIncident, OpensOnlyIfAnAlarmWatchesThePartition) {
  TestPlatform unwatched;
  report_gap(unwatched);
  EXPECT_FALSE(unwatched.state.incident);
  WatchedPlatform p;
  ASSERT_TRUE(is_open(p.state.incident));
  auto const& opened = p.state.incident->opened;
  auto const& gap = std::get<EdgeGap>(opened.subject);
  EXPECT_EQ(opened.incident, IncidentId{1});
  EXPECT_EQ(gap.edge, lagging);
  EXPECT_EQ(gap.partition, partition);
  EXPECT_EQ(gap.environment, p.env);
  EXPECT_EQ(gap.route, p.route);
  EXPECT_EQ(gap.seen, RouteSequence{4});
  // The alert's names can be referred to.
  EXPECT_TRUE(p.operate(Note{"see"}, {"edge-b", p.env.value()}));
}

TEST(EdgeGapIncident, ItsSymptomIsOverWhenTheEdgeHasANewBaseline) {
  WatchedPlatform p;
  EXPECT_TRUE(p.present());
  p.pass(std::chrono::minutes{2});
  EXPECT_TRUE(p.present());
  auto const repaired_at = p.now;
  ASSERT_TRUE(p.operate(RepairPropagation{"edge-b"}));
  EXPECT_FALSE(p.present());
  p.pass(std::chrono::minutes{1});
  auto const symptom = symptom_of(p.state, *p.state.incident, p.now);
  EXPECT_EQ(symptom.last_seen, repaired_at);
  EXPECT_TRUE(symptom.entry);
}

// Without a process of the route's owner, the edge answers no request to it even with a baseline.
TEST(EdgeGapIncident, ItsSymptomStaysWhileNoAllocationOfTheOwnerIsReady) {
  WatchedPlatform p;
  auto const end = [&](std::uint32_t allocation) {
    AllocationFailed failed{AllocationId{allocation}, AllocationStage::ready, "it exited",
                            p.origin("runner-host-1")};
    p.give(Report{make_fact(std::move(failed))});
  };
  ASSERT_TRUE(p.operate(RepairPropagation{"edge-b"}));
  end(1);
  EXPECT_FALSE(p.present());
  end(2);
  auto const symptom = symptom_of(p.state, p.state.incident.value(), p.now);
  EXPECT_TRUE(symptom.present);
  EXPECT_EQ(symptom.why, "no allocation of the route's owner is ready");
  auto const lines = plan(p.state, TestPlatform::command_of(Close{"done", {}, {}})).lines;
  EXPECT_TRUE(std::ranges::any_of(lines, [](PlanLine const& line) {
    return line.what == "symptom" && line.value.starts_with("still present");
  }));
}

TEST(EdgeGapIncident, ErrorsOverTheThresholdAreNotItsSymptom) {
  WatchedPlatform p;
  ASSERT_TRUE(p.operate(RepairPropagation{"edge-b"}));
  p.now += std::chrono::seconds{5};
  p.observe(EdgeId{1}, 300);
  p.observe(lagging, 200);
  EXPECT_FALSE(p.present());
  EXPECT_EQ(affected(p.state, *p.state.incident).users, 200U);
}

TEST(EdgeGapIncident, BlamesNoRelease) {
  WatchedPlatform p;
  EXPECT_FALSE(is_to_blame(p.state, *p.state.incident, p.good));
  TestPlatform errors;
  errors.break_it();
  EXPECT_TRUE(is_to_blame(errors.state, *errors.state.incident, errors.bad));
  EXPECT_TRUE(is_to_blame(errors.state, *errors.state.incident, errors.again));
  EXPECT_FALSE(is_to_blame(errors.state, *errors.state.incident, errors.good));
}

TEST(EdgeGapIncident, IsClosedLikeAnyOther) {
  WatchedPlatform p;
  ASSERT_TRUE(p.operate(RepairPropagation{"edge-b"}));
  EXPECT_EQ(refusal_code(p.operate(Close{"done", {}, {}})), RefusalCode::impact_missing);
  ASSERT_TRUE(p.operate(StateImpact{10, 1, "", PersonName{}}));
  ASSERT_TRUE(p.operate(Close{"done", {}, {}}, {"edge-b"}));
  EXPECT_EQ(p.state.incident->stage, IncidentStage::closed);
}

TEST(Hold, CanBeOnAnyNoun) {
  EXPECT_EQ(to_text(HeldNoun{EnvironmentName{"shop/production"}}), "shop/production");
  EXPECT_EQ(to_text(HeldNoun{EdgeId{2}}), "edge-b");
  EXPECT_EQ(to_text(HeldNoun{HostId{3}}), "host-3");
  EXPECT_EQ(to_text(HeldNoun{DatabaseName{"shop-db"}}), "shop-db");
}

}  // namespace
}  // namespace studylab::control
