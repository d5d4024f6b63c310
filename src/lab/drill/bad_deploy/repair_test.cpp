// Each accepted repair of each variant, carried out in the simulated world, ends the symptom.
#include <algorithm>
#include <memory>

#include <gtest/gtest.h>

#include "control/incidents/symptom.h"
#include "control/restores/restores.h"
#include "lab/drill/bad_deploy/draw.h"
#include "lab/drill/load.h"
#include "world/worlds.h"

namespace studylab::drill::bad_deploy {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t seeds = 25;

class Repairing {
 public:
  Repairing(std::uint64_t seed, std::string_view variant)
      : Repairing(draw_promotion(drill(), Seed{seed}, *drill().find(variant),
                                 static_cast<Level>(seed % 3), Topology::drawn)) {}

  static Drill const& drill() { return *find_drill("bad-deploy"); }
  Incident const& incident() const { return incident_; }
  control::State const& state() const { return world_->platform(); }

  void act(Verb verb) {
    OperatorCommand command;
    command.verb = std::move(verb);
    command.line = "a line";
    command.because = "practice";
    world_->advance_to(world_->now() + 10s);
    auto const decision = world_->command(command).value();
    EXPECT_TRUE(decision.has_value()) << (decision ? "" : decision.error().why);
  }
  // The code of its refusal; none: it was accepted. What is not yet possible is tried again.
  std::optional<RefusalCode> refused(Verb const& verb) {
    OperatorCommand command;
    command.verb = verb;
    command.line = "a line";
    command.because = "practice";
    world_->advance_to(world_->now() + 20s);
    auto const decision = world_->command(command).value();
    return decision ? std::nullopt : std::optional{decision.error().code};
  }
  // Up to where every consumer is settled; the database stays fenced.
  void restore(RestoreMethod method) {
    auto const& database = incident_.database.name;
    act(FenceWriters{database});
    act(PlanRestore{database, ""});
    auto const plan = to_text(state().operations.rbegin()->first);
    act(RunRestore{database, plan, std::string{to_text(method)}, {}});
    world_->advance_to(world_->now() + 3min);
    act(CutOverRestore{database, plan});
    world_->advance_to(world_->now() + 10s);
    auto const& operation = state().operations.rbegin()->second;
    for (auto const& consumer : control::unsettled_consumers(operation)) {
      auto const& events =
          std::get<control::kinds::Restore>(operation.as).consumers.at(consumer).events;
      auto const& registered = state().databases.at(database).consumers.at(consumer).registered;
      for (auto const choice : {EventChoice::replay, EventChoice::skip, EventChoice::compensate}) {
        auto const check = control::check_events(registered, events, choice);
        if (check.lost + check.doubled > 0) continue;
        act(Reconcile{database, plan, consumer, std::string{to_text(choice)}});
        break;
      }
    }
    world_->advance_to(world_->now() + 15s);
    EXPECT_EQ(state().operations.at(*parse_id<OperationId>(plan)).stage, Stage::reconciled);
  }
  void freeze() { act(Freeze{incident_.environment}); }
  bool wait_for_answer() {
    return world_->advance_until(
        [](control::State const& state, Instant) { return state.open_notices.empty(); },
        world_->now() + 10min);
  }
  bool symptom_goes() {
    auto const& environment = incident_.environment;
    return world_->advance_until(
        [&](control::State const& state, Instant now) {
          return !control::symptom_present(state.environments.at(environment), now);
        },
        world_->now() + 5min);
  }
  bool symptom_comes_back() {
    auto const& environment = incident_.environment;
    return world_->advance_until(
        [&](control::State const& state, Instant now) {
          return control::symptom_present(state.environments.at(environment), now);
        },
        world_->now() + 12min);
  }
  // The release that served before and is not a decoy.
  void roll_back() { act(Rollback{incident_.environment, to_text(incident_.previous)}); }
  void fix_forward(ReleaseId release) {
    act(Deploy{incident_.environment, to_text(release), ForwardFix::yes});
  }

 private:
  explicit Repairing(DrawnPromotion run)
      : incident_(run.incident), world_(world::make_world(World::simulated, std::move(run.plan))) {
    EXPECT_TRUE(world_->advance_until(
        [](control::State const& state, Instant) { return state.incident.has_value(); },
        world_->now() + 2min));
  }

  Incident incident_;
  std::unique_ptr<world::World> world_;
};

TEST(Repair, ARollbackRepairsAFailingReleaseAndAGoneBinding) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (auto const* variant : {"app-only", "runtime-service"}) {
      Repairing run{seed, variant};
      run.freeze();
      run.roll_back();
      EXPECT_TRUE(run.symptom_goes()) << seed << " " << variant;
      EXPECT_EQ(run.state().routes.at(run.incident().route).release, run.incident().previous);
    }
  }
}

TEST(Repair, AListedFixThatFitsRepairsAFailingReleaseAndAMigration) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (auto const* variant : {"app-only", "database-migration"}) {
      Repairing run{seed, variant};
      if (!run.incident().candidate_fits) continue;
      run.freeze();
      run.fix_forward(run.incident().candidate);
      EXPECT_TRUE(run.symptom_goes()) << seed << " " << variant;
      EXPECT_EQ(run.state().routes.at(run.incident().route).release, run.incident().candidate);
    }
  }
}

TEST(Repair, TheOwnerSuppliesAFixIfNoListedReleaseFits) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Repairing run{seed, "database-migration"};
    if (run.incident().candidate_fits) continue;
    auto const known = run.state().releases.rbegin()->first;
    run.freeze();
    run.act(NotifyOwner{run.incident().environment, RepairKind::migration, ""});
    ASSERT_TRUE(run.wait_for_answer());
    auto const brought = run.state().releases.rbegin()->first;
    ASSERT_GT(brought, known);
    run.fix_forward(brought);
    EXPECT_TRUE(run.symptom_goes()) << seed;
  }
}

TEST(Repair, TheOwnerRepairsABindingAndTheRunningReleaseReconnects) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Repairing run{seed, "runtime-service"};
    run.freeze();
    run.act(NotifyOwner{run.incident().environment, RepairKind::binding,
                        run.incident().binding.value()});
    ASSERT_TRUE(run.wait_for_answer());
    EXPECT_TRUE(run.symptom_goes()) << seed;
    EXPECT_EQ(run.state().routes.at(run.incident().route).release, run.incident().release);
  }
}

TEST(Repair, ANewBaselineRepairsAnEdgeThatIsBehind) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Repairing run{seed, "route-propagation"};
    run.freeze();
    run.act(RepairPropagation{to_text(run.incident().edge)});
    EXPECT_TRUE(run.symptom_goes()) << seed;
    EXPECT_EQ(run.state().routes.at(run.incident().route).release, run.incident().release);
  }
}

TEST(Repair, AListedFixBringsNoRowsBack) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Repairing run{seed, "database-migration-destructive"};
    if (!run.incident().candidate_fits) continue;
    run.freeze();
    run.fix_forward(run.incident().candidate);
    EXPECT_FALSE(run.symptom_goes()) << seed;
    EXPECT_EQ(run.state().routes.at(run.incident().route).release, run.incident().candidate);
  }
}

TEST(Repair, AForwardRepairBringsTheRowsBackUnderTheNewRelease) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Repairing run{seed, "database-migration-destructive"};
    run.freeze();
    run.restore(RestoreMethod::forward_repair);
    run.act(UnfenceWriters{run.incident().database.name});
    EXPECT_TRUE(run.symptom_goes()) << seed;
    EXPECT_EQ(run.state().routes.at(run.incident().route).release, run.incident().release);
  }
}

TEST(Repair, APointInTimeRestoreAlsoNeedsAReleaseThatFits) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Repairing run{seed, "database-migration-destructive"};
    run.freeze();
    EXPECT_EQ(run.refused(Rollback{run.incident().environment, to_text(run.incident().previous)}),
              RefusalCode::database_incompatible);
    run.restore(RestoreMethod::pitr);
    EXPECT_EQ(run.refused(UnfenceWriters{run.incident().database.name}),
              RefusalCode::artifact_incompatible);
    run.roll_back();
    EXPECT_EQ(run.refused(UnfenceWriters{run.incident().database.name}), std::nullopt);
    EXPECT_TRUE(run.symptom_goes()) << seed;
    EXPECT_EQ(run.state().routes.at(run.incident().route).release, run.incident().previous);
  }
}

TEST(Repair, OnlyAPassingBurstEndsWithoutARepair) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (auto const& variant : Repairing::drill().variants) {
      Repairing run{seed, variant.name};
      run.freeze();
      EXPECT_EQ(run.symptom_goes(), variant.fault_class == FaultClass::no_fault)
          << seed << " " << variant.name;
    }
  }
}

TEST(Repair, WithoutAFreezeTheQueuedArtifactUndoesARollback) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Repairing run{seed, "app-only"};
    run.roll_back();
    EXPECT_TRUE(run.symptom_goes());
    EXPECT_TRUE(run.symptom_comes_back()) << seed;
  }
}

}  // namespace
}  // namespace studylab::drill::bad_deploy
