// What waits while evidence cannot be collected, and what an operator's pause holds back.
#include <gtest/gtest.h>

#include "control/jobs/jobs.h"
#include "control/provider_platform_testing.h"

namespace studylab::control {
namespace {

using namespace std::chrono_literals;
using testing::ProviderPlatform;
using testing::refusal_code;

TEST(Evidence, APromotionWaitsWhileAProviderIsNotHealthyAndGoesOnByItself) {
  ProviderPlatform p;
  p.now = p.scheduled_at() - 1s;
  p.probe({.states = {{p.pg, ProviderState::degraded}}});
  p.pass(5s);
  ASSERT_EQ(p.stage_of(9), Stage::waiting);
  EXPECT_TRUE(p.state.operations.at(OperationId{9}).why.contains("evidence unavailable"));
  EXPECT_EQ(p.owner(), p.good);
  p.probe({});
  EXPECT_NE(p.stage_of(9), Stage::waiting) << "it is not requested again";
  EXPECT_EQ(p.owner(), p.bad);
}

TEST(Evidence, APromotionNeedsWhatTheControlPlaneNeeds) {
  ProviderPlatform p;
  p.now = p.scheduled_at() - 1s;
  p.probe({.states = {{p.jobs, ProviderState::down}}});
  p.pass(5s);
  EXPECT_EQ(p.stage_of(9), Stage::waiting);
}

TEST(Evidence, AMonitorThatReportsNothingGivesNone) {
  ProviderPlatform p;
  p.pass(601s);
  EXPECT_EQ(p.stage_of(10), Stage::waiting);
  EXPECT_TRUE(p.state.operations.at(OperationId{10}).why.contains("no fresh probe"));
}

TEST(Evidence, ARollbackDoesNotWait) {
  ProviderPlatform p;
  p.break_it();
  p.probe({.states = {{p.pg, ProviderState::down}}});
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  EXPECT_EQ(p.owner(), p.good);
}

TEST(Pause, HoldsAJobBackUntilItIsLifted) {
  ProviderPlatform p;
  p.job_at(30s);
  ASSERT_TRUE(p.operate(Pause{p.env}));
  p.pass(40s);
  EXPECT_EQ(p.stage_of(30), Stage::waiting);
  ASSERT_TRUE(p.operate(Unpause{p.env}));
  EXPECT_EQ(p.stage_of(30), Stage::healthy);
  EXPECT_EQ(refusal_code(p.operate(Unpause{p.env})), RefusalCode::no_such_hold);
}

TEST(Pause, WithoutItAJobRunsWhateverItsProviderDoes) {
  ProviderPlatform p;
  p.job_at(30s);
  p.probe({.states = {{p.pg, ProviderState::down}}});
  p.pass(40s);
  EXPECT_EQ(p.stage_of(30), Stage::healthy);
}

TEST(Pause, HoldsAMigrationBackThatRunsByItself) {
  for (bool const pauses : {false, true}) {
    ProviderPlatform p;
    p.add(OperationRecorded{OperationId{31}, requests::Migration{p.env, p.bad}, Stage::waiting,
                            p.now, p.now + 20s, PersonName{"olga"}, "schema"});
    if (pauses) {
      ASSERT_TRUE(p.operate(Pause{p.env}));
    }
    p.pass(30s);
    EXPECT_EQ(p.stage_of(31), pauses ? Stage::waiting : Stage::healthy);
    EXPECT_EQ(p.state.databases.at(p.database).schema.value(), pauses ? 15U : 16U);
  }
}

TEST(Pause, IsAHoldAndAWaitingJobCanBeCancelled) {
  ProviderPlatform p;
  p.job_at(30s);
  ASSERT_TRUE(p.operate(Pause{p.env}));
  ASSERT_EQ(p.state.holds.size(), 1U);
  EXPECT_EQ(p.state.holds.begin()->second.kind, HoldKind::pause);
  ASSERT_TRUE(p.operate(Pause{p.env})) << "the same hold stays in force";
  EXPECT_EQ(p.state.holds.size(), 1U);
  ASSERT_TRUE(p.operate(Cancel{"op-30"}));
  EXPECT_EQ(p.stage_of(30), Stage::cancelled);
}

TEST(Pause, SurvivesACrashOfTheControlPlane) {
  ProviderPlatform p;
  p.job_at(30s);
  ASSERT_TRUE(p.operate(Pause{p.env}));
  p.crash();
  p.pass(40s);
  EXPECT_EQ(p.stage_of(30), Stage::waiting);
}

}  // namespace
}  // namespace studylab::control
