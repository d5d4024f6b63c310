// On hard, the last check of the incident's host or database is hours old: the same in every
// variant, and no new one ends for a while after the alert.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/drill/setup.h"
#include "lab/drill/skeleton_testing.h"
#include "world/worlds.h"

namespace studylab::drill {
namespace {

using namespace std::chrono_literals;

struct Check {
  EntryId entry;
  Instant accepted_at;
  Instant made_at;
  bool passed = false;
};

bool is_opened(FactEntry const& entry) { return fact_if<IncidentOpened>(entry.fact) != nullptr; }

class CheckedWorld {
 public:
  CheckedWorld(Drill const& drill, std::uint64_t seed, Variant const& variant, Level level)
      : run_(draw(drill, Seed{seed}, variant, level, Topology::drawn)),
        world_(world::make_world(World::simulated, run_.plan)) {
    world_->advance_until(
        [](control::State const& state, Instant) { return state.incident.has_value(); },
        run_.alert_at + 5s);
  }

  world::LastCheck const& last() const { return run_.plan.last_check.value(); }
  DrawnRun const& run() const { return run_; }
  world::World& world() { return *world_; }

  // Of the object that the plan names.
  std::vector<Check> checks() const {
    std::vector<Check> found;
    for (auto const& entry : world_->chain().entries()) {
      if (auto const* host = fact_if<HostPostchecked>(entry.fact)) {
        bool const passed = host->result == PostcheckResult::passed;
        if (host->host == last().host) add(found, entry, host->origin, passed);
      }
      if (auto const* data = fact_if<DatabaseChecked>(entry.fact)) {
        bool const own = data->database == last().database;
        if (own) add(found, entry, data->origin, data->damage.empty());
      }
    }
    return found;
  }
  // The kinds of the entries: which names they have may depend on the fault.
  std::vector<std::string> up_to_alert() const {
    std::vector<std::string> kinds;
    for (auto const& entry : world_->chain().entries()) {
      auto const line = skeleton(entry.fact);
      kinds.push_back(line.substr(0, line.find(' ')));
      if (is_opened(entry)) break;
    }
    return kinds;
  }
  // Orders one; a database is checked by itself.
  void check_now() {
    if (!last().host) return;
    OperatorCommand command;
    command.verb = Postcheck{to_text(last().host)};
    command.line = "postcheck";
    world_->command(command).value().value();
  }

 private:
  static void add(std::vector<Check>& found, FactEntry const& entry, Origin const& origin,
                  bool passed) {
    found.push_back({entry.id, entry.at, origin.at, passed});
  }

  DrawnRun run_;
  std::unique_ptr<world::World> world_;
};

class LastCheck : public ::testing::TestWithParam<std::string> {
 protected:
  Drill const& drill() const { return *find_drill(GetParam()); }
};

TEST_P(LastCheck, IsTheSameInEveryVariantPassedAndOld) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    std::vector<std::string> first;
    for (auto const& variant : drill().variants) {
      CheckedWorld world{drill(), seed, variant, Level::hard};
      auto const checks = world.checks();
      ASSERT_EQ(checks.size(), 1U) << variant.name;
      EXPECT_TRUE(checks.front().passed) << variant.name;
      EXPECT_EQ(checks.front().made_at, world.last().made_at);
      EXPECT_LT(checks.front().made_at, world.run().plan.began - 2h);
      auto const kinds = world.up_to_alert();
      if (first.empty()) first = kinds;
      EXPECT_EQ(kinds, first) << variant.name << " " << seed;
    }
  }
}

TEST_P(LastCheck, IsAllThereIsUntilANewOneEnds) {
  for (auto const& variant : drill().variants) {
    CheckedWorld world{drill(), 3, variant, Level::hard};
    world.check_now();
    world.world().advance_to(world.last().next - 1ms);
    EXPECT_EQ(world.checks().size(), 1U) << variant.name;
    world.world().advance_to(world.last().next + 2s);
    auto const checks = world.checks();
    ASSERT_GE(checks.size(), 2U) << variant.name;
    EXPECT_GE(checks[1].made_at, world.last().next) << variant.name;
    if (variant.fault_class == FaultClass::no_fault) {
      EXPECT_TRUE(checks[1].passed) << variant.name;
    }
  }
}

TEST_P(LastCheck, IsThereOnHardOnly) {
  for (auto const level : {Level::easy, Level::normal}) {
    auto const run = draw(drill(), Seed{1}, drill().variants.front(), level, Topology::drawn);
    EXPECT_FALSE(run.plan.last_check);
  }
}

INSTANTIATE_TEST_SUITE_P(Drills, LastCheck, ::testing::Values("database-restore", "host-upgrade"),
                         [](auto const& drill) {
                           return std::string{drill.param == "host-upgrade" ? "HostUpgrade"
                                                                            : "DatabaseRestore"};
                         });

}  // namespace
}  // namespace studylab::drill
