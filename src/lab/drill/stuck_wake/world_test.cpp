// Drawn setups in the simulated world: what the platform chain shows up to the alert, that the
// fault shows itself, and that each accepted repair makes the environment hot.
#include <algorithm>

#include <gtest/gtest.h>

#include "control/incidents/symptom.h"
#include "control/wakes/wakes.h"
#include "lab/drill/load.h"
#include "lab/drill/skeleton_testing.h"
#include "lab/drill/stuck_wake/draw.h"
#include "world/worlds.h"

namespace studylab::drill::stuck_wake {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t world_seeds = 60;

Drill const& wake_drill() { return *find_drill("stuck-wake"); }

class Waking {
 public:
  Waking(std::uint64_t seed, Variant const& variant, Level level = Level::normal)
      : run_(draw_wake(wake_drill(), Seed{seed}, variant, level, Topology::drawn)),
        world_(world::make_world(World::simulated, run_.plan)) {}
  Waking(std::uint64_t seed, std::string_view variant)
      : Waking(seed, *wake_drill().find(variant)) {}

  Incident const& incident() const { return run_.incident; }
  DrawnWake const& run() const { return run_; }
  world::World& world() { return *world_; }
  control::State const& state() const { return world_->platform(); }

  bool to_alert() {
    return until([](control::State const& state) { return state.incident.has_value(); }, 1min);
  }
  template <class Reached>
  bool until(Reached reached, Duration patience) {
    return world_->advance_until(
        [&](control::State const& state, Instant) { return reached(state); },
        world_->now() + patience);
  }
  OperationId wake() const { return operation_of(state().incident->opened); }
  bool gives_up() {
    return until(
        [&](control::State const& state) {
          return state.operations.at(wake()).stage == Stage::failed;
        },
        5min);
  }
  bool gets_hot() {
    return until(
        [&](control::State const& state) { return control::is_hot(state, incident().environment); },
        5min);
  }
  bool symptom_goes() {
    return world_->advance_until(
        [](control::State const& state, Instant now) {
          return !control::symptom_of(state, *state.incident, now).present;
        },
        world_->now() + 5min);
  }
  bool answered() {
    return until([](control::State const& state) { return state.open_notices.empty(); }, 10min);
  }
  void act(Verb verb) {
    OperatorCommand command;
    command.verb = std::move(verb);
    command.line = "a line";
    command.because = "practice";
    world_->advance_to(world_->now() + 10s);
    auto const decision = world_->command(command).value();
    EXPECT_TRUE(decision.has_value()) << (decision ? "" : decision.error().why);
  }
  void retry() { act(Retry{to_text(wake())}); }

 private:
  DrawnWake run_;
  std::unique_ptr<world::World> world_;
};

std::vector<FactEntry> before_and_at_alert(world::World const& world) {
  std::vector<FactEntry> entries;
  for (auto const& entry : world.chain().entries()) {
    entries.push_back(entry);
    if (fact_if<IncidentOpened>(entry.fact) != nullptr) return entries;
  }
  return entries;
}

TEST(WakeWorld, TheChainIsTheSameUpToTheAlertInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    auto const level = static_cast<Level>(seed % enum_size<Level>);
    std::vector<std::string> expected;
    for (auto const& variant : wake_drill().variants) {
      Waking waking{seed, variant, level};
      ASSERT_TRUE(waking.to_alert()) << "seed " << seed << " " << variant.name;
      auto const& opened = waking.state().incident->opened;
      ASSERT_NE(std::get_if<WakeStuck>(&opened.subject), nullptr);
      ASSERT_EQ(environment_of(opened), waking.incident().environment);
      std::vector<std::string> lines;
      for (auto const& entry : before_and_at_alert(waking.world()))
        lines.push_back(skeleton(entry.fact));
      if (expected.empty()) expected = lines;
      ASSERT_EQ(lines, expected) << "seed " << seed << " " << variant.name;
    }
  }
}

TEST(WakeWorld, TheFaultShowsItselfAndOnlyThenTheWakeGivesUp) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    for (auto const& variant : wake_drill().variants) {
      Waking waking{seed, variant};
      ASSERT_TRUE(waking.to_alert());
      bool const quiet = variant.fault_class == FaultClass::no_fault;
      if (quiet) {
        EXPECT_TRUE(waking.gets_hot()) << seed << " " << variant.name;
        EXPECT_TRUE(waking.symptom_goes()) << seed << " " << variant.name;
      } else {
        EXPECT_TRUE(waking.gives_up()) << seed << " " << variant.name;
      }
      auto is_witness = waking.run().is_witness;
      bool seen = false;
      for (auto const& entry : waking.world().chain().entries())
        seen = is_witness(entry.fact) || seen;
      EXPECT_TRUE(seen) << seed << " " << variant.name;
    }
  }
}

TEST(WakeWorld, TheOtherEnvironmentGetsHotInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    for (auto const& variant : wake_drill().variants) {
      Waking waking{seed, variant};
      EXPECT_TRUE(waking.until(
          [&](control::State const& state) {
            return control::is_hot(state, waking.incident().elsewhere);
          },
          1min))
          << seed << " " << variant.name;
    }
  }
}

TEST(WakeWorld, TheOwnersRepairAndAnotherAttemptMakeItHot) {
  struct Cause {
    std::string_view variant;
    RepairKind repair;
  };
  constexpr Cause causes[] = {{"artifact-pull", RepairKind::artifact},
                              {"secrets", RepairKind::secret},
                              {"bindings", RepairKind::binding},
                              {"readiness", RepairKind::readiness}};
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    for (auto const& cause : causes) {
      Waking waking{seed, cause.variant};
      ASSERT_TRUE(waking.to_alert());
      ASSERT_TRUE(waking.gives_up());
      auto const name = cause.repair == RepairKind::secret    ? waking.incident().added.value()
                        : cause.repair == RepairKind::binding ? waking.incident().common.value()
                                                              : std::string{};
      waking.act(NotifyOwner{waking.incident().environment, cause.repair, name});
      ASSERT_TRUE(waking.answered());
      waking.retry();
      EXPECT_TRUE(waking.gets_hot()) << seed << " " << cause.variant;
      EXPECT_TRUE(waking.symptom_goes()) << seed << " " << cause.variant;
    }
  }
}

TEST(WakeWorld, TheReleaseThatWasHotLastIsARepairOfWhatIsTheNewestReleasesOwn) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    for (auto const* variant : {"artifact-pull", "secrets", "readiness"}) {
      Waking waking{seed, variant};
      ASSERT_TRUE(waking.to_alert());
      ASSERT_TRUE(waking.gives_up());
      waking.act(Rollback{waking.incident().environment, to_text(waking.incident().previous)});
      EXPECT_TRUE(waking.gets_hot()) << seed << " " << variant;
      EXPECT_TRUE(waking.symptom_goes()) << seed << " " << variant;
      EXPECT_EQ(waking.state().routes.at(waking.incident().route).release,
                waking.incident().previous);
    }
  }
}

TEST(WakeWorld, AReturnedHostOrABroughtOneMakesRoom) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    Waking returned{seed, "capacity"};
    ASSERT_TRUE(returned.to_alert());
    ASSERT_TRUE(returned.gives_up());
    auto const host = to_text(returned.incident().cordoned);
    returned.act(Postcheck{host});
    returned.world().advance_to(returned.world().now() + 30s);
    returned.act(Uncordon{host});
    returned.retry();
    EXPECT_TRUE(returned.gets_hot()) << seed;

    Waking brought{seed, "capacity"};
    ASSERT_TRUE(brought.to_alert());
    ASSERT_TRUE(brought.gives_up());
    brought.act(Escalate{Team::capacity});
    ASSERT_TRUE(brought.answered());
    brought.retry();
    EXPECT_TRUE(brought.gets_hot()) << seed;
  }
}

}  // namespace
}  // namespace studylab::drill::stuck_wake
