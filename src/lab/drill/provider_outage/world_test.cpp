// Drawn setups in the simulated world: what the platform chain shows up to the alert, that the
// fault shows itself soon, and that each outage ends by itself.
#include <algorithm>
#include <map>
#include <optional>

#include <gtest/gtest.h>

#include "control/incidents/symptom.h"
#include "lab/drill/load.h"
#include "lab/drill/provider_outage/draw.h"
#include "lab/drill/skeleton_testing.h"
#include "world/worlds.h"

namespace studylab::drill::provider_outage {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t world_seeds = 40;

Drill const& outage_drill() { return *find_drill("provider-outage"); }

class Outaged {
 public:
  Outaged(std::uint64_t seed, Variant const& variant, Level level = Level::normal)
      : run_(draw_outage(outage_drill(), Seed{seed}, variant, level, Topology::drawn)),
        world_(world::make_world(World::simulated, run_.plan)) {}

  DrawnRun const& run() const { return run_; }
  world::World& world() { return *world_; }
  control::State const& state() const { return world_->platform(); }

  bool to_alert() {
    return world_->advance_until(
        [](control::State const& state, Instant) { return state.incident.has_value(); },
        world_->now() + 1min);
  }
  bool shows_fault() const {
    return std::ranges::any_of(world_->chain().entries(),
                               [&](FactEntry const& entry) { return run_.is_witness(entry.fact); });
  }
  bool symptom_goes(Duration within) {
    return world_->advance_until(
        [](control::State const& state, Instant now) {
          return !control::symptom_of(state, *state.incident, now).present;
        },
        world_->now() + within);
  }
  std::vector<std::string> skeletons() const {
    std::vector<std::string> lines;
    for (auto const& entry : world_->chain().entries()) lines.push_back(skeleton(entry.fact));
    return lines;
  }

 private:
  DrawnRun run_;
  std::unique_ptr<world::World> world_;
};

bool has_outage(Variant const& variant) {
  return variant.fault_class != FaultClass::no_fault &&
         variant.fault_class != FaultClass::credential;
}

TEST(OutageWorld, TheChainIsTheSameUpToTheAlertInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    auto const level = static_cast<Level>(seed % enum_size<Level>);
    std::vector<std::string> expected;
    for (auto const& variant : outage_drill().variants) {
      Outaged outaged{seed, variant, level};
      ASSERT_TRUE(outaged.to_alert()) << "seed " << seed << " " << variant.name;
      auto const& opened = outaged.state().incident->opened;
      ASSERT_NE(std::get_if<DependencyErrors>(&opened.subject), nullptr);
      auto const lines = outaged.skeletons();
      if (expected.empty()) expected = lines;
      ASSERT_EQ(lines, expected) << "seed " << seed << " " << variant.name;
    }
  }
}

TEST(OutageWorld, TheFaultShowsItselfWithinTwoProbes) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    for (auto const& variant : outage_drill().variants) {
      Outaged outaged{seed, variant};
      ASSERT_TRUE(outaged.to_alert());
      outaged.world().advance_to(outaged.world().now() + 15s);
      EXPECT_TRUE(outaged.shows_fault()) << seed << " " << variant.name;
    }
  }
}

// The first neutral query, `show incident`, prints the number of its own entry. What an edge
// reports by then is whether its requests failed since the alert: that an incident goes on, and no
// more.
TEST(OutageWorld, TheFirstAnswerComesAfterTheSameEntriesWhateverFails) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    std::map<bool, std::size_t> expected;  // by whether requests go on to fail
    std::optional<std::size_t> at_alert;
    for (auto const& variant : outage_drill().variants) {
      Outaged outaged{seed, variant};
      ASSERT_TRUE(outaged.to_alert());
      auto& world = outaged.world();
      auto const alert = world.now();
      world.advance_to(alert + 100ms);  // the faults follow
      auto const first = world.chain().entries().size();
      if (!at_alert) at_alert = first;
      EXPECT_EQ(first, *at_alert) << seed << " " << variant.name;
      world.advance_to(alert + 5s);
      auto const entries = world.chain().entries().size();
      bool const fails =
          variant.fault_class != FaultClass::no_fault && variant.scope != Scope::platform;
      auto const [at, is_new] = expected.emplace(fails, entries);
      EXPECT_EQ(entries, at->second) << seed << " " << variant.name;
    }
  }
}

// It prints the symptom, too.
TEST(OutageWorld, TheFirstAnswerIsTheSameInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    std::optional<Instant> last_seen;
    for (auto const& variant : outage_drill().variants) {
      Outaged outaged{seed, variant};
      ASSERT_TRUE(outaged.to_alert());
      auto const now = outaged.world().now() + 5s;
      outaged.world().advance_to(now);
      auto const& state = outaged.state();
      auto const symptom = control::symptom_of(state, *state.incident, now);
      ASSERT_TRUE(symptom.last_seen);
      if (!last_seen) last_seen = symptom.last_seen;
      EXPECT_EQ(*symptom.last_seen, *last_seen) << seed << " " << variant.name;
      EXPECT_EQ(symptom.why, "") << seed << " " << variant.name;
      EXPECT_TRUE(symptom.present) << seed << " " << variant.name;
    }
  }
}

TEST(OutageWorld, AnOutageEndsByItselfAndACredentialDoesNot) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    for (auto const& variant : outage_drill().variants) {
      Outaged outaged{seed, variant};
      ASSERT_TRUE(outaged.to_alert());
      outaged.world().advance_to(outaged.world().now() + 60s);
      bool const credential = variant.fault_class == FaultClass::credential;
      bool const at_once = outaged.symptom_goes(2min);
      EXPECT_EQ(at_once, !has_outage(variant) && !credential) << seed << " " << variant.name;
      bool const later = outaged.symptom_goes(15min);
      EXPECT_EQ(later, !credential) << seed << " " << variant.name;
    }
  }
}

}  // namespace
}  // namespace studylab::drill::provider_outage
