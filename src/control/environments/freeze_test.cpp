#include <gtest/gtest.h>

#include "control/platform_testing.h"

namespace studylab::control {
namespace {

using testing::refusal_code;
using testing::TestPlatform;

TEST(Freeze, KeepsAQueuedPromotionFromRunning) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  p.pass(std::chrono::minutes{15});
  EXPECT_EQ(p.owner(), p.good);
  EXPECT_EQ(p.state.operations.at(OperationId{10}).stage, Stage::waiting);
}

TEST(Freeze, WithoutItTheQueuedPromotionUndoesTheRollback) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  p.pass(std::chrono::minutes{15});
  EXPECT_EQ(p.owner(), p.again);
}

TEST(Freeze, LeavesTheBadArtifactWaitingWhenLifted) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  p.pass(std::chrono::minutes{15});
  ASSERT_TRUE(p.operate(Unfreeze{p.env}));
  p.pass(std::chrono::minutes{15});
  EXPECT_EQ(p.owner(), p.good);
  // A query of the promotion names what holds it now, and no longer the lifted freeze.
  auto const& queued = p.state.operations.at(OperationId{10});
  EXPECT_EQ(queued.stage, Stage::waiting);
  EXPECT_TRUE(queued.why.starts_with("stays waiting")) << queued.why;
  EXPECT_EQ(refusal_code(p.operate(Unfreeze{p.env})), RefusalCode::no_such_hold);
}

TEST(Freeze, LeavesTheBadArtifactWaitingWhenLiftedBeforeItsScheduledTime) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  ASSERT_TRUE(p.operate(Unfreeze{p.env}));
  p.pass(std::chrono::minutes{15});
  EXPECT_EQ(p.owner(), p.good);
}

TEST(Freeze, RefusesPromotionsAndRetriesButNotForwardFixesAndRollbacks) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  EXPECT_EQ(refusal_code(p.operate(Deploy{p.env, "rel-4", ForwardFix::no})),
            RefusalCode::environment_frozen);
  ASSERT_TRUE(p.operate(Deploy{p.env, "rel-4", ForwardFix::yes}));
  EXPECT_EQ(p.owner(), p.fix);
  p.pass(std::chrono::seconds{30});
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  EXPECT_EQ(p.owner(), p.good);
}

TEST(Freeze, SurvivesARestartOfTheControlPlane) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  State again;
  for (auto const& entry : p.entries) evolve(again, entry);
  p.state = again;
  p.started.clear();
  EXPECT_EQ(refusal_code(p.operate(Deploy{p.env, "rel-4", ForwardFix::no})),
            RefusalCode::environment_frozen);
  p.pass(std::chrono::minutes{15});
  EXPECT_EQ(p.owner(), p.bad);
}

TEST(Freeze, HoldsARunningPromotionThatHasNotMovedTheOwner) {
  TestPlatform p;
  p.ready_probes = false;
  p.now = p.scheduled_at();
  p.pass(Duration{0});
  ASSERT_EQ(p.state.operations.at(OperationId{9}).stage, Stage::policy_check);
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  p.ready_probes = true;
  p.started.clear();
  p.settle();
  EXPECT_EQ(p.owner(), p.good);
  EXPECT_EQ(p.state.operations.at(OperationId{9}).stage, Stage::waiting);
}

}  // namespace
}  // namespace studylab::control
