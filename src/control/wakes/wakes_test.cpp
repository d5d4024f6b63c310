// One wake of an environment: who asks for it, its attempts, and how it ends.
#include <gtest/gtest.h>

#include "control/allocations/allocations.h"
#include "control/wake_platform_testing.h"
#include "control/wakes/wakes.h"

namespace studylab::control {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::refusal_code;
using testing::WakePlatform;

TEST(Wake, RequestsAtTwoEdgesBecomeOneOperationWithOneAttempt) {
  WakePlatform p;
  p.ask(1);
  p.ask(2);
  p.ask(1);
  p.pass(seconds{10});
  EXPECT_EQ(p.wake().stage, Stage::hot);
  EXPECT_EQ(p.all<WakeAsked>().size(), 3U);
  auto const joined = p.all<WakeJoined>();
  ASSERT_EQ(joined.size(), 2U);
  EXPECT_EQ(joined[0].operation, p.wake().id);
  EXPECT_EQ(joined[0].edge, EdgeId{2});
  EXPECT_EQ(p.made().size(), 1U);
  EXPECT_EQ(live_allocations(p.state, p.preview, p.elsewhere), 1U);
}

TEST(Wake, AnOperatorJoinsTheOpenOneAndThePlanSaysSo) {
  WakePlatform p;
  p.ask();
  auto const plan = control::plan(p.state, WakePlatform::command_of(Wake{p.preview}));
  ASSERT_EQ(plan.lines.size(), 1U);
  EXPECT_EQ(plan.lines[0].what, "would join");
  EXPECT_EQ(plan.lines[0].value, to_text(p.wake().id));
  auto const open = p.wake().id;
  ASSERT_TRUE(p.operate(Wake{p.preview}));
  EXPECT_EQ(p.wake().id, open);
  auto const joined = p.all<WakeJoined>();
  ASSERT_EQ(joined.size(), 1U);
  EXPECT_EQ(joined[0].operation, open);
  EXPECT_EQ(joined[0].act.by, PersonName{"tess"});
}

TEST(Wake, GoesThroughItsStagesUntilAnAllocationIsReady) {
  WakePlatform p;
  p.ask();
  EXPECT_EQ(p.wake().stage, Stage::placing);
  p.pass(seconds{10});
  std::vector<Stage> stages;
  for (auto const& reached : p.all<StageReached>()) {
    if (reached.operation == p.wake().id) stages.push_back(reached.stage);
  }
  using enum Stage;
  EXPECT_EQ(stages, (std::vector{placing, starting, readiness_wait, hot}));
}

// SWN3.
TEST(Wake, IsNotHotBeforeAReadinessProbePassed) {
  WakePlatform p;
  p.ready_probes = false;
  p.ask();
  p.pass(seconds{10});
  EXPECT_EQ(p.wake().stage, Stage::readiness_wait);
  EXPECT_FALSE(is_hot(p.state, p.preview));
  p.pass(minutes{2});
  EXPECT_EQ(p.wake().stage, Stage::failed);
}

// The first attempt waits for other edges to join; each pause after that is twice the one before.
TEST(Wake, AttemptsFollowEachOtherWithGrowingPauses) {
  WakePlatform p;
  p.fails_at = AllocationStage::binding;
  auto const asked = p.now;
  p.ask();
  p.pass(WakePlatform::budget);
  auto const& made = p.made();
  ASSERT_EQ(made.size(), WakePlatform::attempts);
  EXPECT_EQ(made[0].at, asked + WakePlatform::settle_time);
  EXPECT_EQ(made[1].at, made[0].at + WakePlatform::backoff);
  EXPECT_EQ(made[2].at, made[1].at + 2 * WakePlatform::backoff);
  for (std::uint32_t n = 0; n < made.size(); ++n) {
    EXPECT_EQ(made[n].attempt, Attempt{n + 1});
    ASSERT_EQ(made[n].stages.size(), 3U);  // pull, secrets, binding
    EXPECT_EQ(made[n].stages.back().outcome, StageOutcome::failed);
  }
}

TEST(Wake, ThatFailsProposesANoticeAboutTheStageInWhichItFailed) {
  using enum AllocationStage;
  for (auto const stage : {pulling, secrets, binding, starting, readiness}) {
    WakePlatform p;
    p.fails_at = stage;
    p.ask();
    p.pass(WakePlatform::budget);
    EXPECT_EQ(p.wake().stage, Stage::failed);
    auto const proposed = p.all<NoticeProposed>();
    ASSERT_EQ(proposed.size(), 1U) << to_text(stage);
    EXPECT_EQ(proposed[0].stage, stage);
    EXPECT_EQ(proposed[0].attempt, Attempt{3});
    EXPECT_EQ(proposed[0].seen, "as the test says");
    auto const gave_up = p.all<WakeGaveUp>();
    ASSERT_EQ(gave_up.size(), 1U);
    EXPECT_EQ(gave_up[0].attempts, 3U);
    EXPECT_EQ(live_allocations(p.state, p.preview, p.elsewhere), 0U);
  }
}

TEST(Wake, WithoutAHostForItsAttemptsIsNeverPlaced) {
  WakePlatform p;
  p.cordon_all();
  p.ask();
  p.pass(WakePlatform::budget);
  EXPECT_EQ(p.wake().stage, Stage::failed);
  EXPECT_EQ(p.all<WakePlacementFailed>().size(), WakePlatform::attempts);
  EXPECT_EQ(p.all<NoticeProposed>().at(0).stage, AllocationStage::planned);
  for (auto const& attempt : p.made()) EXPECT_FALSE(attempt.allocation);
}

TEST(Wake, IsPlacedOnlyOnHostsThatAreNotCordoned) {
  WakePlatform p;
  p.cordon(1);
  p.ask();
  p.pass(seconds{10});
  EXPECT_EQ(p.made().at(0).host, HostId{2});
}

// SW4.
TEST(Wake, GivesUpAtTheEndOfItsBudget) {
  WakePlatform p;
  p.runners_answer = false;
  auto const asked = p.now;
  p.ask();
  p.pass(minutes{2});
  EXPECT_EQ(p.wake().stage, Stage::failed);
  EXPECT_EQ(p.wake().stage_since, asked + WakePlatform::budget);
  EXPECT_EQ(p.made().size(), 1U);
  EXPECT_EQ(p.all<NoticeProposed>().at(0).seen, "it was not ready in time");
}

TEST(Wake, BeginsNoAttemptAfterItsBudget) {
  WakePlatform p;
  auto policy = WakePlatform::policy_of(p.preview);
  policy.backoff = seconds{30};
  policy.attempts = 10;
  p.add(policy);
  p.fails_at = AllocationStage::secrets;
  auto const asked = p.now;
  p.ask();
  p.pass(minutes{10});
  EXPECT_EQ(p.made().size(), 2U);  // the third would begin a minute later
  EXPECT_EQ(p.wake().stage, Stage::failed);
  EXPECT_EQ(p.wake().stage_since, asked + WakePlatform::budget);
}

// SWN2: a stampede cannot start allocations without end.
TEST(Wake, ThatGaveUpIsBegunAgainOnlyByAnOperator) {
  WakePlatform p;
  p.fails_at = AllocationStage::pulling;
  p.ask();
  p.pass(WakePlatform::budget);
  auto const first = p.wake().id;
  p.ask();
  p.ask(2);
  p.pass(WakePlatform::budget);
  EXPECT_EQ(p.wake().id, first);
  EXPECT_EQ(p.wake().stage, Stage::failed);
  EXPECT_EQ(p.made().size(), WakePlatform::attempts);

  ASSERT_TRUE(p.operate(Wake{p.preview}));
  EXPECT_NE(p.wake().id, first);
  p.pass(WakePlatform::budget);
  EXPECT_EQ(p.made().size(), WakePlatform::attempts);
}

TEST(Wake, ARetryHasAWholeBudgetAndNumbersItsAttemptsOn) {
  WakePlatform p;
  p.fails_at = AllocationStage::pulling;
  p.ask();
  p.pass(WakePlatform::budget);
  auto const id = p.wake().id;
  p.pass(minutes{5});
  auto const retried = p.now;
  ASSERT_TRUE(p.operate(Retry{to_text(id)}));
  EXPECT_EQ(wake_deadline(p.state, p.wake()), retried + WakePlatform::budget);
  p.fails_at = AllocationStage::ready;
  p.pass(seconds{10});
  EXPECT_EQ(p.wake().id, id);
  EXPECT_EQ(p.wake().stage, Stage::hot);
  ASSERT_EQ(p.made().size(), 4U);
  EXPECT_EQ(p.made().back().attempt, Attempt{4});
  EXPECT_EQ(attempts_made(p.wake()), 1U);
}

TEST(Wake, BeginsByItselfAgainOnceAnAllocationWasReady) {
  WakePlatform p;
  p.runners_answer = false;
  p.ask();
  p.pass(WakePlatform::budget);
  auto const first = p.wake();
  ASSERT_EQ(first.stage, Stage::failed);
  auto const allocation = p.made().at(0).allocation;
  auto const digest = p.state.allocations.at(allocation).digest;
  p.give(Report{
      make_fact(AllocationReady{allocation, digest, "/ready", 200, 0, p.origin("runner-host-1")})});
  EXPECT_TRUE(is_hot(p.state, p.preview));
  p.give(Report{make_fact(AllocationFailed{allocation, AllocationStage::ready, "it exited",
                                           p.origin("runner-host-1")})});
  EXPECT_FALSE(is_hot(p.state, p.preview));
  p.ask();
  EXPECT_NE(p.wake().id, first.id);
}

TEST(Wake, IsHotIfAnAllocationOfAnEarlierAttemptGetsReady) {
  WakePlatform p;
  p.runners_answer = false;
  p.ask();
  p.pass(WakePlatform::budget);
  ASSERT_TRUE(p.operate(Retry{to_text(p.wake().id)}));
  p.pass(seconds{20});
  ASSERT_EQ(p.made().size(), 1U);  // the runner still works on it
  auto const allocation = p.made().at(0).allocation;
  auto const digest = p.state.allocations.at(allocation).digest;
  p.give(Report{
      make_fact(AllocationReady{allocation, digest, "/ready", 200, 0, p.origin("runner-host-1")})});
  p.settle();
  EXPECT_EQ(p.wake().stage, Stage::hot);
}

TEST(Wake, ThatWaitsForAnEarlierAttemptUntilItsBudgetIsUsedUpSaysSo) {
  WakePlatform p;
  p.runners_answer = false;
  p.ask();
  p.pass(WakePlatform::budget);
  ASSERT_TRUE(p.operate(Retry{to_text(p.wake().id)}));
  p.pass(WakePlatform::budget);
  EXPECT_EQ(p.wake().stage, Stage::failed);
  EXPECT_EQ(p.made().size(), 1U);
  auto const proposed = p.all<NoticeProposed>();
  ASSERT_EQ(proposed.size(), 2U);
  EXPECT_EQ(proposed[1].seen, "it was not ready in time");
}

TEST(Wake, FailsIfTheRoutesOwnerMoves) {
  WakePlatform p;
  p.let_production_sleep();
  p.runners_answer = false;
  p.ask(1, p.env);
  p.pass(seconds{5});
  ASSERT_EQ(p.wake().stage, Stage::starting);
  p.move_owner_meanwhile(p.older);
  p.settle();
  EXPECT_EQ(p.wake().stage, Stage::failed);
  EXPECT_TRUE(p.all<WakeGaveUp>().empty());
  EXPECT_EQ(refusal_code(p.operate(Retry{to_text(p.wake().id)})), RefusalCode::epoch_conflict);
}

TEST(Wake, IsRefusedWhereItCannotBegin) {
  WakePlatform p;
  auto const code = [&](EnvironmentName const& environment) {
    return refusal_code(p.operate(Wake{environment}));
  };
  EXPECT_EQ(code(EnvironmentName{"shop/staging"}), RefusalCode::no_such_thing);
  EXPECT_EQ(code(p.env), RefusalCode::never_sleeps);
  p.cordon_all();
  EXPECT_EQ(code(p.preview), RefusalCode::no_headroom);
  testing::TestPlatform awake;
  EXPECT_EQ(refusal_code(awake.operate(Wake{awake.env})), RefusalCode::nothing_of_this_kind);
  WakePlatform hot;
  hot.ask();
  hot.pass(seconds{10});
  EXPECT_EQ(refusal_code(hot.operate(Wake{hot.preview})), RefusalCode::awake);
}

TEST(Wake, ARetryIsRefusedAsAWakeIs) {
  WakePlatform p;
  p.fails_at = AllocationStage::pulling;
  p.ask();
  auto const retry = [&] { return refusal_code(p.operate(Retry{to_text(OperationId{11})})); };
  ASSERT_EQ(p.wake().id, OperationId{11});
  EXPECT_EQ(retry(), RefusalCode::operation_running);
  p.pass(WakePlatform::budget);
  ASSERT_TRUE(p.operate(Wake{p.preview}));
  EXPECT_EQ(retry(), RefusalCode::operation_running);  // another one is open
  p.fails_at = AllocationStage::ready;
  p.pass(seconds{10});
  EXPECT_EQ(retry(), RefusalCode::awake);
  EXPECT_EQ(refusal_code(p.operate(Retry{to_text(p.wake().id)})), RefusalCode::operation_ended);

  WakePlatform full;
  full.cordon_all();
  full.ask();
  full.pass(WakePlatform::budget);
  EXPECT_EQ(refusal_code(full.operate(Retry{to_text(full.wake().id)})), RefusalCode::no_headroom);
}

TEST(Wake, EveryEdgeLearnsOfItAndAgainWhenItAsksLater) {
  WakePlatform p;
  p.runners_answer = false;
  p.ask(1);
  auto started = p.required<OrderWakeStarted>();
  ASSERT_EQ(started.size(), 2U);
  EXPECT_EQ(started[1].edge, EdgeId{2});
  EXPECT_EQ(wake_started_message(p.state, p.wake().id).deadline, p.now + WakePlatform::budget);

  std::vector<Effect> effects;
  auto const key = [&] {
    effects.clear();
    react(p.state, effects);
    for (auto const& effect : effects) {
      auto const* order = std::get_if<OrderWakeStarted>(&effect.action);
      if (order != nullptr && order->edge == EdgeId{2}) return effect.key;
    }
    return EffectKey{};
  };
  auto const before = key();
  p.pass(seconds{5});
  EXPECT_EQ(key(), before);
  p.ask(2);
  EXPECT_NE(key(), before);

  p.pass(WakePlatform::budget);
  EXPECT_TRUE(p.required<OrderWakeStarted>().empty());
  EXPECT_EQ(p.required<OrderWakeEnded>().size(), 2U);
  EXPECT_EQ(wake_ended_message(p.state, p.wake().id).outcome, WakeOutcome::failed);
  p.pass(wake_news);
  EXPECT_TRUE(p.required<OrderWakeEnded>().empty());
  p.ask(2);
  ASSERT_EQ(p.required<OrderWakeEnded>().size(), 1U);
  EXPECT_EQ(p.required<OrderWakeEnded>()[0].edge, EdgeId{2});
}

TEST(Wake, ARequestForAnUnknownOneIsIgnored) {
  WakePlatform p;
  auto const nothing = [&](std::uint32_t edge, EnvironmentName const& environment) {
    auto const decision = p.ask(edge, environment);
    return decision && decision->empty();
  };
  EXPECT_TRUE(nothing(9, p.preview));
  EXPECT_TRUE(nothing(1, p.env));  // it never sleeps
  EXPECT_TRUE(nothing(1, EnvironmentName{"shop/staging"}));
}

TEST(Wake, OneInARunningEnvironmentIsNotBegun) {
  WakePlatform p;
  p.ask();
  p.pass(seconds{10});
  auto const first = p.wake().id;
  p.ask(2);  // it has not heard of the ready allocation yet
  EXPECT_EQ(p.wake().id, first);
  EXPECT_EQ(p.all<WakeAsked>().size(), 2U);
}

}  // namespace
}  // namespace studylab::control
