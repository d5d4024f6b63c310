// Drawn setups in the simulated world: what the platform chain shows up to the alert, that the
// fault shows itself, and that the runbook's steps return the host to service.
#include <algorithm>

#include <gtest/gtest.h>

#include "control/hosts/hosts.h"
#include "control/upgrades/drain_decision.h"
#include "lab/drill/host_upgrade/draw.h"
#include "lab/drill/load.h"
#include "lab/drill/skeleton_testing.h"
#include "world/worlds.h"

namespace studylab::drill::host_upgrade {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t world_seeds = 40;
constexpr Duration patience = 40min;

Drill const& upgrade_drill() { return *find_drill("host-upgrade"); }

class Upgrading {
 public:
  Upgrading(std::uint64_t seed, Variant const& variant, Level level = Level::normal)
      : run_(draw_upgrade(upgrade_drill(), Seed{seed}, variant, level, Topology::drawn)),
        world_(world::make_world(World::simulated, run_.plan)) {}
  Upgrading(std::uint64_t seed, std::string_view variant)
      : Upgrading(seed, *upgrade_drill().find(variant)) {}

  Incident const& incident() const { return run_.incident; }
  DrawnUpgrade const& run() const { return run_; }
  world::World& world() { return *world_; }
  control::State const& state() const { return world_->platform(); }
  std::string host() const { return to_text(run_.incident.host); }

  template <class Reached>
  bool until(Reached reached, Duration at_most = patience) {
    return world_->advance_until(
        [&](control::State const& state, Instant) { return reached(state); },
        world_->now() + at_most);
  }
  bool to_alert() {
    return until([](control::State const& state) { return state.incident.has_value(); }, 2min);
  }
  bool other_drain_ends() {
    return until([&](control::State const& state) {
      return ended(state.operations.at(run_.incident.drain).stage);
    });
  }

  std::optional<RefusalCode> act(Verb verb) {
    OperatorCommand command;
    command.verb = std::move(verb);
    command.line = "a line";
    command.because = "practice";
    world_->advance_to(world_->now() + 10s);
    auto const decision = world_->command(command).value();
    return decision ? std::nullopt : std::optional{decision.error().code};
  }
  // Requests an operation and waits for its end; how it ended, or why it was refused.
  std::string operate(Verb verb) {
    if (auto const refused = act(std::move(verb))) return std::string{to_text(*refused)};
    auto const id = state().operations.rbegin()->first;
    if (!until([&](control::State const& s) { return ended(s.operations.at(id).stage); })) {
      return "open";
    }
    return std::string{to_text(state().operations.at(id).stage)};
  }
  bool postcheck(HostId host) {
    if (act(Postcheck{to_text(host)})) return false;
    until([&](control::State const& s) { return !s.hosts.at(host).postcheck_order; });
    return state().hosts.at(host).postchecked->result == PostcheckResult::passed;
  }
  Duration deadline() const { return control::min_deadline(state(), run_.incident.host); }

  // From the replacements on. The first step that does not go well; empty: none.
  std::string upgrade() {
    EXPECT_EQ(act(Cordon{host()}), std::nullopt);
    if (auto const end = operate(Replace{host()}); end != "healthy") return "replace: " + end;
    if (auto const end = operate(studylab::Drain{host(), deadline()}); end != "healthy") {
      return "drain: " + end;
    }
    if (!state().hosts.at(incident().host).postchecked) postcheck(incident().host);
    if (auto const end = operate(Rebuild{host()}); end != "healthy") return "rebuild: " + end;
    if (!postcheck(incident().host)) return "postcheck";
    return act(Uncordon{host()}) ? "uncordon" : "";
  }
  bool in_service() const {
    auto const& host = state().hosts.at(incident().host);
    return host.stage == control::HostStage::in_service && !host.cordon;
  }
  std::uint64_t killed() {
    return world_->measure(state().incident->opened.subject, run_.plan.began)
        .value()
        .measured.killed_sessions;
  }

 private:
  DrawnUpgrade run_;
  std::unique_ptr<world::World> world_;
};

std::vector<std::string> names_up_to_alert(world::World const& world) {
  std::vector<std::string> lines;
  for (auto const& entry : world.chain().entries()) {
    lines.push_back(skeleton(entry.fact));
    if (fact_if<IncidentOpened>(entry.fact) != nullptr) break;
  }
  return lines;
}

TEST(UpgradeWorld, TheChainIsTheSameUpToTheAlertInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    auto const level = static_cast<Level>(seed % enum_size<Level>);
    std::vector<std::string> expected;
    for (auto const& variant : upgrade_drill().variants) {
      Upgrading upgrading{seed, variant, level};
      ASSERT_TRUE(upgrading.to_alert()) << "seed " << seed << " " << variant.name;
      auto const& opened = upgrading.state().incident->opened;
      ASSERT_EQ(host_of(opened), upgrading.incident().host);
      ASSERT_EQ(environment_of(opened), upgrading.incident().environment);
      auto const lines = names_up_to_alert(upgrading.world());
      if (expected.empty()) expected = lines;
      ASSERT_EQ(lines, expected) << "seed " << seed << " " << variant.name;
    }
  }
}

// The first neutral query, `show incident`, prints the number of its own entry.
TEST(UpgradeWorld, TheFirstAnswerComesAfterTheSameEntriesInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    std::optional<std::size_t> expected;
    for (auto const& variant : upgrade_drill().variants) {
      Upgrading upgrading{seed, variant};
      ASSERT_TRUE(upgrading.to_alert());
      upgrading.world().advance_to(upgrading.world().now() + 5s);
      auto const entries = upgrading.world().chain().entries().size();
      if (!expected) expected = entries;
      EXPECT_EQ(entries, *expected) << seed << " " << variant.name;
    }
  }
}

// Who reads slowly still finds the other drain open.
TEST(UpgradeWorld, WhereTwoHostsAreDueTheOtherDrainOutlastsASlowReader) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    Upgrading upgrading{seed, "two-hosts"};
    ASSERT_TRUE(upgrading.to_alert());
    upgrading.world().advance_to(upgrading.world().now() + 10min);
    EXPECT_EQ(upgrading.operate(studylab::Drain{upgrading.host(), 10min}), "below_quorum") << seed;
  }
}

TEST(UpgradeWorld, TheFaultShowsItselfInTimeAndTheOtherDrainEnds) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    for (auto const& variant : upgrade_drill().variants) {
      Upgrading upgrading{seed, variant};
      ASSERT_TRUE(upgrading.to_alert());
      upgrading.world().advance_to(upgrading.world().now() + 10s);
      auto is_witness = upgrading.run().is_witness;
      bool seen = false;
      for (auto const& entry : upgrading.world().chain().entries())
        seen = is_witness(entry.fact) || seen;
      EXPECT_TRUE(seen) << seed << " " << variant.name;
      EXPECT_TRUE(upgrading.other_drain_ends()) << seed << " " << variant.name;
      auto const& drain = upgrading.state().operations.at(upgrading.incident().drain);
      EXPECT_EQ(drain.stage, Stage::healthy) << seed << " " << variant.name;
    }
  }
}

TEST(UpgradeWorld, TheStepsReturnTheHostAndKillNoSession) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    for (auto const* variant : {"plain", "stuck-sessions", "already-upgraded"}) {
      Upgrading upgrading{seed, variant};
      ASSERT_TRUE(upgrading.to_alert());
      ASSERT_TRUE(upgrading.other_drain_ends());
      EXPECT_EQ(upgrading.upgrade(), "") << seed << " " << variant;
      EXPECT_TRUE(upgrading.in_service()) << seed << " " << variant;
      EXPECT_EQ(upgrading.killed(), 0u) << seed << " " << variant;
    }
  }
}

// Only where old sessions stay does the deadline cut any.
TEST(UpgradeWorld, TheDrainAccountsForEverySession) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    for (auto const* variant : {"plain", "stuck-sessions"}) {
      Upgrading upgrading{seed, variant};
      ASSERT_TRUE(upgrading.to_alert());
      ASSERT_TRUE(upgrading.other_drain_ends());
      ASSERT_EQ(upgrading.upgrade(), "");
      std::uint32_t cut = 0;
      for (auto const& entry : upgrading.world().chain().entries()) {
        auto const* seen = fact_if<SessionsDrained>(entry.fact);
        if (seen == nullptr) continue;
        EXPECT_EQ(seen->ended + seen->stored + seen->cut, seen->at_start) << seed;
        cut += seen->cut;
      }
      EXPECT_EQ(cut > 0, std::string_view{variant} == "stuck-sessions") << seed;
    }
  }
}

TEST(UpgradeWorld, DriftIsRecordedBeforeTheRebuild) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    Upgrading upgrading{seed, "drift"};
    ASSERT_TRUE(upgrading.to_alert());
    ASSERT_TRUE(upgrading.other_drain_ends());
    EXPECT_EQ(upgrading.upgrade(), "rebuild: drift_unrecorded") << seed;
    auto const& drift = upgrading.state().hosts.at(upgrading.incident().host).drift;
    ASSERT_EQ(drift.size(), 1u);
    EXPECT_EQ(upgrading.act(RecordDrift{upgrading.host(), drift.front().path}), std::nullopt);
    EXPECT_EQ(upgrading.operate(Rebuild{upgrading.host()}), "healthy") << seed;
    EXPECT_TRUE(upgrading.postcheck(upgrading.incident().host)) << seed;
  }
}

TEST(UpgradeWorld, WhereAMemberIsDownItIsRestartedOrReplacedFirst) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    for (bool const restarts : {true, false}) {
      Upgrading upgrading{seed, "below-quorum"};
      ASSERT_TRUE(upgrading.to_alert());
      ASSERT_TRUE(upgrading.other_drain_ends());
      auto const& incident = upgrading.incident();
      EXPECT_EQ(upgrading.operate(studylab::Drain{upgrading.host(), 10min}), "below_quorum");
      auto const end = restarts ? upgrading.operate(Restart{to_text(incident.on_third)})
                                : upgrading.operate(Replace{to_text(incident.third)});
      // Its own host may have the only free slots.
      if (!restarts && end == "no_headroom") continue;
      EXPECT_EQ(end, "healthy") << seed;
      EXPECT_EQ(upgrading.upgrade(), "") << seed << " " << restarts;
    }
  }
}

TEST(UpgradeWorld, TheSecondOfTwoDrainsIsRefusedUntilTheFirstHasEnded) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    Upgrading upgrading{seed, "two-hosts"};
    ASSERT_TRUE(upgrading.to_alert());
    EXPECT_EQ(upgrading.operate(studylab::Drain{upgrading.host(), 10min}), "below_quorum");
    ASSERT_TRUE(upgrading.other_drain_ends());
    EXPECT_EQ(upgrading.upgrade(), "") << seed;
  }
}

TEST(UpgradeWorld, AReturnedHostOrABroughtOneMakesRoom) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    Upgrading returned{seed, "no-headroom"};
    ASSERT_TRUE(returned.to_alert());
    ASSERT_TRUE(returned.other_drain_ends());
    EXPECT_EQ(returned.operate(Replace{returned.host()}), "no_headroom") << seed;
    if (auto const cordoned = returned.incident().cordoned) {
      EXPECT_TRUE(returned.postcheck(*cordoned)) << seed;
      EXPECT_EQ(returned.act(Uncordon{to_text(*cordoned)}), std::nullopt);
      EXPECT_EQ(returned.upgrade(), "") << seed;
    }
    Upgrading brought{seed, "no-headroom"};
    ASSERT_TRUE(brought.to_alert());
    ASSERT_TRUE(brought.other_drain_ends());
    EXPECT_EQ(brought.act(Escalate{Team::capacity}), std::nullopt);
    ASSERT_TRUE(brought.until([](auto const& state) { return state.open_notices.empty(); }));
    EXPECT_EQ(brought.upgrade(), "") << seed;
  }
}

// No verb makes room: neither a cordoned host nor a rebuilt one can be returned, and none comes.
TEST(UpgradeWorld, WhereNoSlotIsLeftNothingMakesRoom) {
  for (std::uint64_t seed = 1; seed <= world_seeds; ++seed) {
    Upgrading upgrading{seed, "no-slots-left"};
    ASSERT_TRUE(upgrading.to_alert());
    ASSERT_TRUE(upgrading.other_drain_ends());
    auto const& incident = upgrading.incident();
    std::vector<HostId> cordoned{incident.drained};
    if (incident.cordoned) cordoned.push_back(*incident.cordoned);
    for (auto const host : cordoned) {
      EXPECT_FALSE(upgrading.postcheck(host)) << seed;
      EXPECT_EQ(upgrading.operate(Rebuild{to_text(host)}), "failed") << seed;
      EXPECT_FALSE(upgrading.postcheck(host)) << seed;
      EXPECT_EQ(upgrading.act(Uncordon{to_text(host)}), RefusalCode::postchecks_missing) << seed;
    }
    EXPECT_EQ(upgrading.act(Escalate{Team::capacity}), std::nullopt);
    ASSERT_TRUE(upgrading.until([](auto const& state) { return state.open_notices.empty(); }));
    EXPECT_EQ(upgrading.upgrade(), "replace: no_headroom") << seed;
    EXPECT_EQ(upgrading.act(Uncordon{upgrading.host()}), std::nullopt) << seed;
  }
}

}  // namespace
}  // namespace studylab::drill::host_upgrade
