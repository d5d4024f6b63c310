#include <algorithm>

#include <gtest/gtest.h>

#include "control/platform_testing.h"

namespace studylab::control {
namespace {

using testing::TestPlatform;

RefusalCode code(Decision const& decision) {
  EXPECT_FALSE(decision.has_value());
  return decision ? RefusalCode::no_such_thing : decision.error().code;
}

ReleaseId owner(TestPlatform const& p) { return p.state.routes.at(p.route).release; }

TEST(Rollback, MovesTheOwnerToTheEarlierReleaseAtTheNextEpoch) {
  TestPlatform p;
  p.break_it();
  ASSERT_EQ(owner(p), p.bad);
  auto const epoch = p.state.routes.at(p.route).epoch;
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  EXPECT_EQ(owner(p), p.good);
  EXPECT_EQ(p.state.routes.at(p.route).epoch, next(epoch));
  p.pass(std::chrono::seconds{30});
  EXPECT_EQ(p.state.operations.at(OperationId{11}).stage, Stage::healthy);
  EXPECT_EQ(p.state.operations.at(OperationId{9}).stage, Stage::rolled_back);
}

TEST(Rollback, StartsTheStoredArtifactAgainIfItDoesNotRun) {
  TestPlatform p;
  p.break_it();
  p.pass(std::chrono::seconds{30});
  auto const digest = p.state.releases.at(p.good).registered.digest;
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  std::size_t running = 0;
  for (auto const& [id, allocation] : p.state.allocations) {
    if (allocation.stage == AllocationStage::ready && allocation.running == digest) ++running;
  }
  EXPECT_EQ(running, 2U);
}

TEST(Rollback, IsRefusedForAReleaseThatNeverRanHere) {
  TestPlatform p;
  p.break_it();
  EXPECT_EQ(code(p.operate(p.rollback_to(p.fix))), RefusalCode::rollback_needs_promoted_artifact);
  EXPECT_EQ(code(p.operate(p.rollback_to(p.elsewhere))),
            RefusalCode::rollback_needs_promoted_artifact);
  EXPECT_EQ(owner(p), p.bad);
}

TEST(Rollback, IsRefusedWithoutACompatibleVerdict) {
  TestPlatform p{MigrationKind::contracting};
  p.break_it();
  EXPECT_EQ(code(p.operate(p.rollback_to(p.good))), RefusalCode::database_incompatible);
  EXPECT_EQ(code(p.operate(p.rollback_to(p.unrecorded))), RefusalCode::database_incompatible);
  EXPECT_EQ(code(p.operate(Rollback{
                .environment = p.env, .release = "rel-2", .without_database_check = true})),
            RefusalCode::database_check_required);
  EXPECT_EQ(owner(p), p.bad);
}

TEST(Rollback, PlanPrintsTheVerdictAndTheMigrationBeforeAnythingMoves) {
  TestPlatform p{MigrationKind::contracting};
  p.break_it();
  auto const entries = p.entries.size();
  auto const plan = control::plan(p.state, TestPlatform::command_of(p.rollback_to(p.good)));
  EXPECT_EQ(plan.finding, "incompatible");
  ASSERT_TRUE(plan.refusal.has_value());
  EXPECT_EQ(plan.refusal->code, RefusalCode::database_incompatible);
  bool named = false;
  for (auto const& line : plan.lines)
    named |= line.value.starts_with("m16 (15 to 16, contracting)");
  EXPECT_TRUE(named);
  EXPECT_EQ(p.entries.size(), entries);
}

TEST(Rollback, IsRefusedIfTheArtifactIsGone) {
  TestPlatform p;
  p.break_it();
  EXPECT_EQ(code(p.operate(p.rollback_to(p.gone))), RefusalCode::artifact_gone);
  EXPECT_EQ(row_of(RefusalCode::artifact_gone).kind, RefusalKind::not_yet);
}

TEST(Rollback, DoesNotRepairData) {
  TestPlatform p;
  p.break_it();
  EXPECT_EQ(
      code(p.operate(Rollback{.environment = p.env, .release = "rel-2", .as_data_repair = true})),
      RefusalCode::route_is_not_data);
}

TEST(Freeze, KeepsAQueuedPromotionFromRunning) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  p.pass(std::chrono::minutes{15});
  EXPECT_EQ(owner(p), p.good);
  EXPECT_EQ(p.state.operations.at(OperationId{10}).stage, Stage::waiting);
}

TEST(Freeze, WithoutItTheQueuedPromotionUndoesTheRollback) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  p.pass(std::chrono::minutes{15});
  EXPECT_EQ(owner(p), p.again);
}

TEST(Freeze, LeavesTheBadArtifactWaitingWhenLifted) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  p.pass(std::chrono::minutes{15});
  ASSERT_TRUE(p.operate(Unfreeze{p.env}));
  p.pass(std::chrono::minutes{15});
  EXPECT_EQ(owner(p), p.good);
  // A query of the promotion names what holds it now, and no longer the lifted freeze.
  auto const& queued = p.state.operations.at(OperationId{10});
  EXPECT_EQ(queued.stage, Stage::waiting);
  EXPECT_TRUE(queued.why.starts_with("stays waiting")) << queued.why;
  EXPECT_EQ(code(p.operate(Unfreeze{p.env})), RefusalCode::no_such_hold);
}

TEST(Plan, OfAHoldPrintsWhatItWouldDo) {
  TestPlatform p;
  p.break_it();
  auto const what_of = [&](Verb verb) {
    std::vector<std::string> words;
    for (auto const& line : control::plan(p.state, TestPlatform::command_of(verb)).lines) {
      words.push_back(line.what);
      EXPECT_TRUE(line.entry) << line.what;
    }
    return words;
  };
  using Words = std::vector<std::string>;
  EXPECT_EQ(what_of(Cancel{"op-10"}), (Words{"would take out"}));
  EXPECT_EQ(what_of(SetGapPolicy{p.env, GapMode::fail_closed, {}}),
            (Words{"in force", "would be", "declared"}));
  EXPECT_EQ(what_of(ResolveStatus{p.env}), (Words{"would notify", "published now"}));
}

TEST(Plan, OfAnEscalationNamesTheTeam) {
  TestPlatform p;
  p.break_it();
  auto const plan = control::plan(p.state, TestPlatform::command_of(Escalate{Team::security}));
  EXPECT_FALSE(plan.refusal.has_value());
  ASSERT_EQ(plan.lines.size(), 1);
  EXPECT_NE(plan.lines.front().value.find("security"), std::string::npos)
      << plan.lines.front().value;
}

TEST(Freeze, LeavesTheBadArtifactWaitingWhenLiftedBeforeItsScheduledTime) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  ASSERT_TRUE(p.operate(Unfreeze{p.env}));
  p.pass(std::chrono::minutes{15});
  EXPECT_EQ(owner(p), p.good);
}

TEST(Freeze, RefusesPromotionsAndRetriesButNotForwardFixesAndRollbacks) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  EXPECT_EQ(code(p.operate(Deploy{p.env, "rel-4", ForwardFix::no})),
            RefusalCode::environment_frozen);
  ASSERT_TRUE(p.operate(Deploy{p.env, "rel-4", ForwardFix::yes}));
  EXPECT_EQ(owner(p), p.fix);
  p.pass(std::chrono::seconds{30});
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  EXPECT_EQ(owner(p), p.good);
}

TEST(Freeze, SurvivesARestartOfTheControlPlane) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  State again;
  for (auto const& entry : p.entries) evolve(again, entry);
  p.state = again;
  p.started.clear();
  EXPECT_EQ(code(p.operate(Deploy{p.env, "rel-4", ForwardFix::no})),
            RefusalCode::environment_frozen);
  p.pass(std::chrono::minutes{15});
  EXPECT_EQ(owner(p), p.bad);
}

TEST(Freeze, HoldsARunningPromotionThatHasNotMovedTheOwner) {
  TestPlatform p;
  p.ready_probes = false;
  p.now = p.state.operations.at(OperationId{9}).not_before;
  p.pass(Duration{0});
  ASSERT_EQ(p.state.operations.at(OperationId{9}).stage, Stage::policy_check);
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  p.ready_probes = true;
  p.started.clear();
  p.settle();
  EXPECT_EQ(owner(p), p.good);
  EXPECT_EQ(p.state.operations.at(OperationId{9}).stage, Stage::waiting);
}

TEST(ForwardFix, NeedsAnOpenIncidentAndACompatibleDatabase) {
  TestPlatform p;
  EXPECT_EQ(code(p.operate(Deploy{p.env, "rel-4", ForwardFix::yes})),
            RefusalCode::promotion_misfit);
  p.break_it();
  EXPECT_EQ(code(p.operate(Deploy{p.env, "rel-5", ForwardFix::yes})),
            RefusalCode::database_incompatible);
}

TEST(CompareAndSwap, FailsIfAnotherOperationMovedTheOwner) {
  TestPlatform p;
  p.break_it();
  p.ready_probes = false;
  ASSERT_TRUE(p.operate(p.rollback_to(p.older)));
  // Meanwhile the key's epoch changes.
  auto moved = RouteOwnerMoved{p.route,
                               p.env,
                               PartitionId{1},
                               next(p.state.partitions.at(PartitionId{1}).last),
                               p.bad,
                               p.good,
                               next(p.state.routes.at(p.route).epoch),
                               OperationId{9}};
  p.add(moved);
  p.ready_probes = true;
  p.started.clear();
  p.settle();
  EXPECT_EQ(owner(p), p.good);
  EXPECT_EQ(p.state.operations.at(OperationId{11}).stage, Stage::failed);
  EXPECT_TRUE(p.state.operations.at(OperationId{11}).why.starts_with("epoch_conflict"));
  EXPECT_EQ(code(p.operate(Retry{"op-11"})), RefusalCode::epoch_conflict);
}

TEST(Operation, StaysOpenUntilALaggingEdgeHasANewBaseline) {
  TestPlatform p;
  p.behind = {EdgeId{2}};
  p.break_it();
  p.pass(std::chrono::seconds{60});
  auto const& promotion = p.state.operations.at(OperationId{9});
  EXPECT_EQ(promotion.stage, Stage::edge_propagating);
  EXPECT_TRUE(promotion.gave_up);
  ASSERT_TRUE(p.operate(RepairPropagation{"edge-b"}));
  EXPECT_EQ(p.state.operations.at(OperationId{9}).stage, Stage::healthy);
  EXPECT_EQ(p.state.operations.at(OperationId{11}).stage, Stage::healthy);
}

TEST(Allocation, IsNotReadyWithoutAPassedProbe) {
  TestPlatform p;
  p.ready_probes = false;
  p.now = p.state.operations.at(OperationId{9}).not_before;
  p.pass(std::chrono::seconds{10});
  EXPECT_EQ(owner(p), p.good);
  for (auto const& [id, allocation] : p.state.allocations) {
    if (allocation.release == p.bad) {
      EXPECT_NE(allocation.stage, AllocationStage::ready);
    }
  }
}

TEST(Report, IsAcceptedOnceAndALateOneIsRecorded) {
  TestPlatform p;
  p.break_it();
  p.pass(std::chrono::seconds{30});
  auto const digest = p.state.releases.at(p.good).registered.digest;
  Report const late{
      make_fact(AllocationReady{AllocationId{1}, digest, "/", 200, 0,
                                Origin{"runner-host-9", Boot{1}, ReportNumber{1}, p.now}})};
  auto const first = p.give(late);
  ASSERT_EQ(first->size(), 1U);
  EXPECT_NE(fact_if<LateReportIgnored>(first->front()), nullptr);
  EXPECT_TRUE(p.give(late)->empty());
  EXPECT_EQ(p.state.allocations.at(AllocationId{1}).stage, AllocationStage::stopped);
}

TEST(Restart, IsRefusedIfNothingIsReady) {
  TestPlatform p;
  EXPECT_EQ(code(p.operate(Restart{"shop/preview"})), RefusalCode::nothing_ready);
}

TEST(Deploy, IsRefusedForTheReleaseThatOwnsTheRoute) {
  TestPlatform p;
  EXPECT_EQ(code(p.operate(Deploy{p.env, "rel-2"})), RefusalCode::already_owner);
  EXPECT_EQ(code(p.operate(p.rollback_to(p.good))), RefusalCode::already_owner);
}

TEST(Plan, OfAnEnvironmentWithoutADatabaseIsUnknown) {
  TestPlatform p;
  p.state.databases.clear();
  auto const plan = control::plan(p.state, TestPlatform::command_of(Deploy{p.env, "rel-4"}));
  EXPECT_EQ(plan.finding, "unknown");
  ASSERT_TRUE(plan.refusal);
  EXPECT_EQ(plan.refusal->code, RefusalCode::database_incompatible);
}

TEST(Service, CountsHowOftenTheThresholdWasCrossed) {
  TestPlatform p;
  p.break_it();
  p.now += std::chrono::seconds{5};
  p.observe(EdgeId{2}, 300);  // the same symptom, seen by the other edge
  p.pass(std::chrono::minutes{2});
  p.observe(EdgeId{1}, 300);
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  ASSERT_EQ(owner(p), p.good);
  EXPECT_EQ(p.state.releases.at(p.bad).served.back().symptoms, 2U);
  EXPECT_EQ(p.state.releases.at(p.good).served.back().symptoms, 0U);
}

TEST(Allocation, IsListedAsLiveWhileItHoldsASlot) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  p.pass(std::chrono::seconds{60});
  std::map<std::pair<EnvironmentName, ReleaseId>, std::vector<AllocationId>> live;
  std::map<HostId, std::uint32_t> used;
  for (auto const& [id, allocation] : p.state.allocations) {
    if (allocation.stage > AllocationStage::draining) continue;
    live[{allocation.environment, allocation.release}].push_back(id);
    ++used[allocation.host];
  }
  EXPECT_GT(p.state.allocations.size(), 4U);
  EXPECT_EQ(p.state.live_allocations, live);
  for (auto const& [host, count] : used) EXPECT_EQ(p.state.used_slots.at(host), count);
}

TEST(Restart, IsRefusedIfLiveSessionsWouldEnd) {
  TestPlatform p;
  EXPECT_EQ(code(p.operate(Restart{"alloc-1"})), RefusalCode::sessions_active);
  EXPECT_EQ(code(p.operate(Restart{"shop/production"})), RefusalCode::sessions_active);
}

TEST(ProhibitedCommand, IsRefusedUnderItsRuleWithAnyNames) {
  TestPlatform p;
  std::set<RefusalCode> codes;
  for (std::uint32_t n = 0; n < enum_size<ProhibitedVerb>; ++n) {
    auto const decision =
        p.operate(ProhibitedCommand{static_cast<ProhibitedVerb>(n), "no/where"}, {"unknown"});
    ASSERT_FALSE(decision);
    codes.insert(decision.error().code);
  }
  EXPECT_EQ(codes.size(), enum_size<ProhibitedVerb>);
}

TEST(Close, NamesOneMissingThingAtATime) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  EXPECT_EQ(code(p.operate(Close{"done", {}, {}})), RefusalCode::repair_open);
  p.pass(std::chrono::seconds{40});
  EXPECT_EQ(code(p.operate(Close{"done", {}, {}})), RefusalCode::impact_missing);
  ASSERT_TRUE(p.operate(StateImpact{10, 1, "", PersonName{}}));
  EXPECT_EQ(code(p.operate(Close{"done", {}, {}})), RefusalCode::evidence_missing);
  EXPECT_EQ(code(p.operate(Close{"done", {}, {}}, {"op-9"})), RefusalCode::holds_open);
  EXPECT_EQ(code(p.operate(Close{"done", {"hold-7"}, {}}, {"op-9"})), RefusalCode::no_such_hold);
  EXPECT_TRUE(p.operate(Close{"done", {"hold-1"}, {}}, {"op-9"}));
}

// What is missing according to the plan of a close, in the order of its lines.
std::vector<std::string> missing(TestPlatform const& p, Close const& close) {
  std::vector<std::string> lines;
  for (auto const& line : control::plan(p.state, TestPlatform::command_of(close)).lines) {
    lines.push_back(line.what + ": " + line.value);
  }
  return lines;
}

TEST(Close, PlanListsEverythingThatIsMissing) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  auto const before = missing(p, Close{});
  ASSERT_EQ(before.size(), 6U);
  EXPECT_EQ(before[0], "missing: a class");
  EXPECT_EQ(before[1], "missing: the impact");
  EXPECT_EQ(before[2], "missing: --summary");
  EXPECT_TRUE(before[3].starts_with("missing: --ref"));
  EXPECT_TRUE(before[4].starts_with("open hold: hold-1, freeze on ")) << before[4];
  EXPECT_TRUE(before[5].starts_with("open repair: op-")) << before[5];
  p.pass(std::chrono::seconds{40});
  ASSERT_TRUE(p.operate(StateImpact{10, 1, "", PersonName{}}));
  EXPECT_EQ(missing(p, Close{"done", {"hold-1"}, {}}).size(), 2U);  // a class and references
}

TEST(Refs, AreAcceptedOnlyForWhatWasShown) {
  TestPlatform p;
  p.break_it();
  EXPECT_EQ(code(p.operate(Note{"see"}, {"entry-3"})), RefusalCode::not_shown);
  EXPECT_EQ(code(p.operate(Note{"see"}, {"rel-2"})), RefusalCode::not_shown);
  p.add(Queried{"releases", "shop/production", {EntryId{3}}, {"rel-2"}, {}});
  EXPECT_TRUE(p.operate(Note{"see"}, {"entry-3", "rel-2"}));
}

std::size_t policy_orders(TestPlatform const& p) {
  std::vector<Effect> effects;
  react(p.state, effects);
  return static_cast<std::size_t>(std::ranges::count_if(effects, [](Effect const& effect) {
    return std::holds_alternative<OrderGapPolicy>(effect.action);
  }));
}

TEST(GapPolicy, IsOrderedUntilEveryEdgeHasAppliedIt) {
  TestPlatform p;
  EXPECT_EQ(policy_orders(p), 0U);
  ASSERT_TRUE(p.operate(SetGapPolicy{p.env, GapMode::fail_closed, {}}));
  EXPECT_EQ(policy_orders(p), 2U);
  auto const order = p.state.environments.at(p.env).gap_policy_entry;
  auto const applied = [&](std::uint32_t edge, EntryId by) {
    p.give(Report{
        make_fact(GapPolicyApplied{EdgeId{edge}, p.route, by, p.origin(to_text(EdgeId{edge}))})});
  };
  applied(1, EntryId{order.number - 1});  // an earlier policy
  EXPECT_EQ(policy_orders(p), 2U);
  applied(1, order);
  EXPECT_EQ(policy_orders(p), 1U);
  applied(2, order);
  EXPECT_EQ(policy_orders(p), 0U);
}

TEST(GapPolicy, CanBeTightenedButNotLoosened) {
  TestPlatform p;
  EXPECT_TRUE(p.operate(SetGapPolicy{p.env, GapMode::last_verified, std::chrono::minutes{1}}));
  EXPECT_EQ(code(p.operate(SetGapPolicy{p.env, GapMode::last_verified, std::chrono::minutes{6}})),
            RefusalCode::age_beyond_policy);
  EXPECT_TRUE(p.operate(SetGapPolicy{p.env, GapMode::fail_closed, {}}));
  EXPECT_EQ(p.state.holds.size(), 1U);
  EXPECT_TRUE(p.operate(SetGapPolicy{p.env, GapMode::last_verified, {}}));
  EXPECT_TRUE(p.state.holds.empty());
}

}  // namespace
}  // namespace studylab::control
