#include <gtest/gtest.h>

#include "control/platform_testing.h"

namespace studylab::control {
namespace {

using testing::refusal_code;
using testing::TestPlatform;

TEST(Rollback, MovesTheOwnerToTheEarlierReleaseAtTheNextEpoch) {
  TestPlatform p;
  p.break_it();
  ASSERT_EQ(p.owner(), p.bad);
  auto const epoch = p.state.routes.at(p.route).epoch;
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  EXPECT_EQ(p.owner(), p.good);
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
  EXPECT_EQ(refusal_code(p.operate(p.rollback_to(p.fix))),
            RefusalCode::rollback_needs_promoted_artifact);
  EXPECT_EQ(refusal_code(p.operate(p.rollback_to(p.elsewhere))),
            RefusalCode::rollback_needs_promoted_artifact);
  EXPECT_EQ(p.owner(), p.bad);
}

TEST(Rollback, IsRefusedWithoutACompatibleVerdict) {
  TestPlatform p{MigrationKind::contracting};
  p.break_it();
  EXPECT_EQ(refusal_code(p.operate(p.rollback_to(p.good))), RefusalCode::database_incompatible);
  EXPECT_EQ(refusal_code(p.operate(p.rollback_to(p.unrecorded))),
            RefusalCode::database_incompatible);
  EXPECT_EQ(refusal_code(p.operate(Rollback{
                .environment = p.env, .release = "rel-2", .without_database_check = true})),
            RefusalCode::database_check_required);
  EXPECT_EQ(p.owner(), p.bad);
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

TEST(Rollback, PlanNamesARestoreOnceTheMigrationHasRemovedRows) {
  TestPlatform p{MigrationKind::contracting};
  p.break_it();
  auto const other_paths = [&] {
    for (auto const& line :
         control::plan(p.state, TestPlatform::command_of(p.rollback_to(p.good))).lines) {
      if (line.what == "other paths") return line.value;
    }
    return std::string{};
  };
  EXPECT_NE(other_paths().find("--forward-fix"), std::string::npos) << other_paths();
  EXPECT_EQ(other_paths().find("restore plan"), std::string::npos) << other_paths();
  for (auto& [name, database] : p.state.databases) {
    for (auto& applied : database.migrations) applied.rows_lost = 7;
  }
  EXPECT_NE(other_paths().find("restore plan"), std::string::npos) << other_paths();
  EXPECT_EQ(other_paths().find("notify-owner"), std::string::npos) << other_paths();
}

TEST(Rollback, IsRefusedIfTheArtifactIsGone) {
  TestPlatform p;
  p.break_it();
  EXPECT_EQ(refusal_code(p.operate(p.rollback_to(p.gone))), RefusalCode::artifact_gone);
  EXPECT_EQ(row_of(RefusalCode::artifact_gone).kind, RefusalKind::not_yet);
}

TEST(Rollback, DoesNotRepairData) {
  TestPlatform p;
  p.break_it();
  EXPECT_EQ(refusal_code(p.operate(
                Rollback{.environment = p.env, .release = "rel-2", .as_data_repair = true})),
            RefusalCode::route_is_not_data);
}

TEST(ForwardFix, NeedsAnOpenIncidentAndACompatibleDatabase) {
  TestPlatform p;
  EXPECT_EQ(refusal_code(p.operate(Deploy{p.env, "rel-4", ForwardFix::yes})),
            RefusalCode::promotion_misfit);
  p.break_it();
  EXPECT_EQ(refusal_code(p.operate(Deploy{p.env, "rel-5", ForwardFix::yes})),
            RefusalCode::database_incompatible);
}

// The release brings a migration after which it would not fit. A forward fix takes the database as
// it is, also when it is tried again.
TEST(ForwardFix, IsTriedAgainOnTheDatabaseAsItIs) {
  TestPlatform p;
  p.break_it();
  auto const digest = p.state.releases.at(p.fix).registered.digest;
  auto& manifest = p.state.artifacts.at(digest).stored.manifest;
  auto const schema = p.state.databases.at(DatabaseName{p.env.value() + "-db"}).schema;
  manifest.reads = manifest.writes = VersionRange{schema, schema};
  manifest.migration =
      Migration{MigrationName{"m17"}, schema, SchemaVersion{schema.value() + 1}, {}};
  p.ready_probes = false;
  ASSERT_TRUE(p.operate(Deploy{p.env, to_text(p.fix), ForwardFix::yes}));
  auto const& operation = p.state.operations.at(OperationId{11});
  auto const allocation = owner_change(operation).placed.front();
  p.give(Report{make_fact(AllocationFailed{allocation, AllocationStage::planned, "exit 1",
                                           p.origin("runner-host-1")})});
  p.settle();
  ASSERT_EQ(operation.stage, Stage::failed);
  p.ready_probes = true;
  EXPECT_TRUE(p.operate(Retry{"op-11"}));
}

TEST(CompareAndSwap, FailsIfAnotherOperationMovedTheOwner) {
  TestPlatform p;
  p.break_it();
  p.ready_probes = false;
  ASSERT_TRUE(p.operate(p.rollback_to(p.older)));
  p.move_owner_meanwhile(p.good);
  p.ready_probes = true;
  p.started.clear();
  p.settle();
  EXPECT_EQ(p.owner(), p.good);
  EXPECT_EQ(p.state.operations.at(OperationId{11}).stage, Stage::failed);
  EXPECT_TRUE(p.state.operations.at(OperationId{11}).why.starts_with("epoch_conflict"));
  EXPECT_EQ(refusal_code(p.operate(Retry{"op-11"})), RefusalCode::epoch_conflict);
}

TEST(Operation, StaysOpenUntilALaggingEdgeHasANewBaseline) {
  TestPlatform p;
  p.behind = {EdgeId{2}};
  p.break_it();
  p.pass(std::chrono::seconds{60});
  auto const& promotion = p.state.operations.at(OperationId{9});
  EXPECT_EQ(promotion.stage, Stage::edge_propagating);
  EXPECT_TRUE(gave_up(promotion));
  ASSERT_TRUE(p.operate(RepairPropagation{"edge-b"}));
  EXPECT_EQ(p.state.operations.at(OperationId{9}).stage, Stage::healthy);
  EXPECT_EQ(p.state.operations.at(OperationId{11}).stage, Stage::healthy);
}

TEST(Deploy, IsRefusedForTheReleaseThatOwnsTheRoute) {
  TestPlatform p;
  EXPECT_EQ(refusal_code(p.operate(Deploy{p.env, "rel-2"})), RefusalCode::already_owner);
  EXPECT_EQ(refusal_code(p.operate(p.rollback_to(p.good))), RefusalCode::already_owner);
}

}  // namespace
}  // namespace studylab::control
