// An incident whose subject is a wake.
#include <gtest/gtest.h>

#include "control/wake_platform_testing.h"

namespace studylab::control {
namespace {

using std::chrono::seconds;
using testing::WakePlatform;

struct StuckPlatform : WakePlatform {
  StuckPlatform() {
    let_production_sleep();
    fails_at = AllocationStage::secrets;
  }
  void get_stuck() {
    ask(1, env);
    pass(budget);
  }
  // A wake that the operator asks for again succeeds.
  void repair() {
    fails_at = AllocationStage::ready;
    operate(Retry{to_text(wake().id)});
    pass(seconds{10});
  }
  Symptom symptom() const { return symptom_of(state, state.incident.value(), now); }
};

TEST(WakeStuckIncident, OpensWhenAWakeOfProductionGivesUp) {
  StuckPlatform p;
  EXPECT_FALSE(p.state.incident);
  p.get_stuck();
  ASSERT_TRUE(is_open(p.state.incident));
  auto const& stuck = std::get<WakeStuck>(p.state.incident->opened.subject);
  EXPECT_EQ(stuck.environment, p.env);
  EXPECT_EQ(stuck.route, p.route);
  EXPECT_EQ(stuck.operation, p.wake().id);
  // The alert's names can be referred to.
  EXPECT_TRUE(p.operate(Note{"see"}, {to_text(p.wake().id), p.env.value()}));

  WakePlatform preview;
  preview.fails_at = AllocationStage::secrets;
  preview.ask();
  preview.pass(WakePlatform::budget);
  EXPECT_FALSE(preview.state.incident);
}

TEST(WakeStuckIncident, OpensWhenAGateReachesABound) {
  StuckPlatform p;
  p.ask(1, p.env);
  p.report_gate(p.env, 10, GateCrossing::first_hold);
  EXPECT_FALSE(p.state.incident);
  p.report_gate(p.env, 10, GateCrossing::bound);
  ASSERT_TRUE(is_open(p.state.incident));
  EXPECT_EQ(std::get<WakeStuck>(p.state.incident->opened.subject).operation, p.wake().id);
}

// The edge's reports can arrive in another order.
TEST(WakeStuckIncident, OpensWhenTheWakeIsKnown) {
  StuckPlatform p;
  p.report_gate(p.env, 10, GateCrossing::bound);
  EXPECT_FALSE(p.state.incident);
  p.ask(1, p.env);
  ASSERT_TRUE(is_open(p.state.incident));
  EXPECT_EQ(std::get<WakeStuck>(p.state.incident->opened.subject).operation, p.wake().id);
}

TEST(WakeStuckIncident, ItsSymptomLastsUntilItIsHotAndNothingIsRefused) {
  StuckPlatform p;
  p.get_stuck();
  EXPECT_TRUE(p.symptom().present);
  EXPECT_FALSE(p.symptom().absent_from);
  p.repair();
  EXPECT_FALSE(p.symptom().present);
  p.report_gate(p.env, 3);
  EXPECT_TRUE(p.symptom().present);
  EXPECT_EQ(p.symptom().absent_from, p.now + symptom_quiet);
  p.now += symptom_quiet;
  EXPECT_FALSE(p.symptom().present);
}

TEST(WakeStuckIncident, AffectsTheUsersThatWereRefusedAndTheTimeInWhichTheyWere) {
  StuckPlatform p;
  p.get_stuck();
  p.report_gate(p.env, 40);
  p.report_refused(p.env, 25);
  p.report_refused(p.env, 20);  // some of the same
  p.now += seconds{5};
  p.report_gate(p.env, 40);  // half of this interval has been counted
  auto const so_far = affected(p.state, *p.state.incident);
  EXPECT_EQ(so_far.users, 25U);
  EXPECT_EQ(so_far.minutes, 1U);
  EXPECT_EQ(p.state.sleepers.at(p.env).refused_time, seconds{15});
  EXPECT_TRUE(so_far.entry);
}

// What its gates refuse is not the release's error.
TEST(WakeStuckIncident, RefusedRequestsAreNotOverTheThreshold) {
  StuckPlatform p;
  p.report_refused(p.env, 500);
  EXPECT_FALSE(p.state.incident);
  EXPECT_FALSE(p.state.environments.at(p.env).last_over);
}

TEST(WakeStuckIncident, IsClosedLikeAnyOther) {
  StuckPlatform p;
  p.get_stuck();
  p.repair();
  ASSERT_TRUE(p.operate(Classify{FaultClass::secrets}));
  ASSERT_TRUE(p.operate(StateImpact{1, 1, {}, {}}));
  EXPECT_TRUE(p.operate(Close{"woken again", {}, {}}, {to_text(p.wake().id)}));
  EXPECT_FALSE(is_open(p.state.incident));
}

}  // namespace
}  // namespace studylab::control
