#include "lab/drill/setup.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <gtest/gtest.h>

#include "control/state.h"
#include "lab/drill/bad_deploy/draw.h"
#include "lab/drill/load.h"
#include "lab/drill/skeleton_testing.h"
#include "lab/drill/topology.h"

namespace studylab::drill::bad_deploy {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t seeds = 200;
constexpr std::array levels{Level::easy, Level::normal, Level::hard};

Drill const& bad_deploy() { return *find_drill("bad-deploy"); }
Variant const& variant(std::string_view name) { return *bad_deploy().find(name); }

template <class T>
std::vector<T> all_of(DrawnPromotion const& run) {
  std::vector<T> found;
  for (auto const& fact : run.plan.initial) {
    if (auto const* each = std::get_if<T>(&fact)) found.push_back(*each);
  }
  return found;
}

// The changes of one kind in the drawn world.
template <class T>
std::vector<std::pair<Instant, T>> changes_of(DrawnPromotion const& run) {
  std::vector<std::pair<Instant, T>> found;
  for (auto const& change : run.plan.changes) {
    if (auto const* each = std::get_if<T>(&change.what)) found.emplace_back(change.at, *each);
  }
  return found;
}

std::vector<std::string> skeletons(DrawnPromotion const& run) {
  std::vector<std::string> lines;
  for (auto const& fact : run.plan.initial) lines.push_back(skeleton(fact));
  return lines;
}

control::State folded(DrawnPromotion const& run) {
  control::State state;
  std::uint32_t number = 0;
  for (auto const& fact : run.plan.initial) {
    control::evolve(state, FactEntry{EntryId{++number}, run.plan.began, Fact{fact}});
  }
  return state;
}

// --- the variant cannot be detected before the alert ---

TEST(Setup, NamesKindsAndNumbersAreTheSameInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (auto const level : levels) {
      auto const first = draw_promotion(bad_deploy(), Seed{seed}, bad_deploy().variants[0], level,
                                        Topology::drawn);
      auto const expected = skeletons(first);
      for (auto const& each : bad_deploy().variants) {
        auto const run = draw_promotion(bad_deploy(), Seed{seed}, each, level, Topology::drawn);
        ASSERT_EQ(skeletons(run), expected) << "seed " << seed << " " << each.name;
        ASSERT_EQ(run.incident.alert_at, first.incident.alert_at);
        ASSERT_EQ(run.alert, first.alert);
        ASSERT_EQ(run.plan.flows.size(), first.plan.flows.size());
        ASSERT_EQ(run.plan.log_noise, first.plan.log_noise);
        ASSERT_EQ(changes_of<world::SilentEdge>(run).size(),
                  changes_of<world::SilentEdge>(first).size());
      }
    }
  }
}

TEST(Setup, AllVariantsAreEquallyLikely) {
  std::map<std::string, std::uint32_t> drawn;
  for (std::uint64_t seed = 0; seed < 10'000; ++seed)
    ++drawn[drawn_variant(bad_deploy(), Seed{seed}).name];
  ASSERT_EQ(drawn.size(), bad_deploy().variants.size());
  for (auto const& [name, count] : drawn) {
    EXPECT_GT(count, 1'540U) << name;
    EXPECT_LT(count, 1'800U) << name;
  }
}

TEST(Setup, ASaltChangesEveryRandomChoice) {
  auto const& app_only = variant("app-only");
  Seed const salted{7, blake2b(as_bytes("an examiner's file"))};
  auto const plain =
      draw_promotion(bad_deploy(), Seed{7}, app_only, Level::normal, Topology::drawn);
  auto const other = draw_promotion(bad_deploy(), salted, app_only, Level::normal, Topology::drawn);
  EXPECT_NE(plain.incident.digest, other.incident.digest);
  EXPECT_NE(plain.plan.began, other.plan.began);
}

// --- bounds ---

TEST(Setup, HostsHaveSlotsForThreeTimesAllReplicas) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const run =
        draw_promotion(bad_deploy(), Seed{seed}, variant("app-only"), Level::hard, Topology::drawn);
    std::uint32_t slots = 0;
    std::uint32_t needed = 0;
    for (auto const& host : all_of<HostRegistered>(run)) slots += host.slots;
    for (auto const& each : all_of<EnvironmentDeclared>(run)) needed += 3 * each.replicas;
    ASSERT_GE(slots, needed);
    std::map<HostId, std::uint32_t> used;
    for (auto const& each : all_of<AllocationRecorded>(run)) ++used[each.host];
    for (auto const& host : all_of<HostRegistered>(run)) ASSERT_LE(used[host.host], host.slots);
  }
}

TEST(Setup, TheTopologyIsWithinItsBounds) {
  std::set<std::size_t> edges;
  std::set<std::size_t> hosts;
  std::set<std::size_t> apps;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const run = draw_promotion(bad_deploy(), Seed{seed}, variant("app-only"), Level::normal,
                                    Topology::drawn);
    edges.insert(all_of<EdgeRegistered>(run).size());
    hosts.insert(all_of<HostRegistered>(run).size());
    apps.insert(all_of<AppRegistered>(run).size());
    std::set<std::string> names;
    for (auto const& each : all_of<EnvironmentDeclared>(run)) {
      ASSERT_LE(each.environment.value().size(), 15U);
      ASSERT_TRUE(names.insert(each.route.value()).second);
      ASSERT_EQ(each.partition, partition_of(each.route));
      ASSERT_GE(each.quorum, 1U);
      ASSERT_LE(each.quorum, each.replicas);
    }
    for (auto const& each : all_of<BindingDeclared>(run)) {
      ASSERT_TRUE(names.insert(each.binding.value()).second);
    }
  }
  EXPECT_EQ(edges, (std::set<std::size_t>{2, 3, 4}));
  EXPECT_EQ(hosts, (std::set<std::size_t>{3, 4, 5, 6, 7}));
  EXPECT_EQ(apps, (std::set<std::size_t>{1, 2, 3, 4}));
}

TEST(Setup, TheLiveTopologyHasTwoEdgesAndThreeHosts) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    auto const run = draw_promotion(bad_deploy(), Seed{seed}, variant("app-only"), Level::normal,
                                    Topology::live);
    ASSERT_EQ(all_of<EdgeRegistered>(run).size(), 2U);
    ASSERT_EQ(all_of<HostRegistered>(run).size(), 3U);
  }
}

TEST(Setup, InitialFactsReferOnlyToEarlierOnes) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const run = draw_promotion(bad_deploy(), Seed{seed}, variant("app-only"), Level::normal,
                                    Topology::drawn);
    auto const state = folded(run);  // checks sequences on its way
    for (auto const& [id, release] : state.releases) {
      ASSERT_TRUE(state.artifacts.contains(release.registered.digest));
      ASSERT_TRUE(state.environments.contains(release.registered.environment));
      for (auto const& service : release.served)
        ASSERT_TRUE(state.operations.contains(service.operation));
      ASSERT_LE(release.registered.at, run.plan.began);
    }
    for (auto const& [name, environment] : state.environments) {
      ASSERT_TRUE(state.routes.contains(environment.declared.route));
      ASSERT_TRUE(state.databases.contains(environment.declared.database));
    }
  }
}

// --- time ---

TEST(Setup, TheAlertAndAPassingBurstAreWithinOneInterval) {
  constexpr Duration interval = 10s;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const run = draw_promotion(bad_deploy(), Seed{seed}, variant("no-fault"), Level::normal,
                                    Topology::drawn);
    auto const into = run.incident.fault_at.time_since_epoch() % interval;
    ASSERT_GE(into, 1s);
    ASSERT_LE(into, 2s);
    ASSERT_LE(into + (run.incident.alert_at - run.incident.fault_at), 5s);
    // The burst is active when the edge checks, and ends long before the interval does.
    auto const bursts = changes_of<world::BurstChange>(run);
    ASSERT_GE(bursts.size(), 2U);
    ASSERT_GT(bursts[1].first, run.incident.alert_at + 100ms);
    ASSERT_LE(into + (bursts[1].first - run.incident.fault_at), 7s);
  }
}

TEST(Setup, TheFirstEdgeChecksEarlierThanTheOthersByMoreThanAMessageTakes) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const run = draw_promotion(bad_deploy(), Seed{seed}, variant("app-only"), Level::normal,
                                    Topology::drawn);
    ASSERT_EQ((run.incident.alert_at.time_since_epoch() -
               run.plan.evaluation_phase.at(run.incident.edge)) %
                  1s,
              Duration{});
    for (auto const& [edge, phase] : run.plan.evaluation_phase) {
      auto const after =
          (1s + phase - run.plan.evaluation_phase.at(run.incident.edge)) % Duration{1s};
      if (edge == run.incident.edge) continue;
      ASSERT_GT(after, 25ms);
    }
  }
}

TEST(Setup, TheSameArtifactWaitsFourToEightMinutes) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const run = draw_promotion(bad_deploy(), Seed{seed}, variant("app-only"), Level::normal,
                                    Topology::drawn);
    auto const state = folded(run);
    auto const& again = state.operations.at(run.incident.queued_again);
    auto const& promotion = std::get<control::kinds::Promotion>(again.as);
    ASSERT_EQ(again.stage, Stage::waiting);
    ASSERT_GE(promotion.not_before - run.incident.alert_at, 4min);
    ASSERT_LE(promotion.not_before - run.incident.alert_at, 8min);
    ASSERT_NE(release_of(again), run.incident.release);
    ASSERT_EQ(state.releases.at(release_of(again)).registered.digest, run.incident.digest);
  }
}

TEST(Setup, HardHasASilentEdgeThatDidNotRaiseTheAlert) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const run = draw_promotion(bad_deploy(), Seed{seed}, variant("route-propagation"),
                                    Level::hard, Topology::drawn);
    auto const silent = changes_of<world::SilentEdge>(run);
    ASSERT_EQ(silent.size(), 1U);
    auto const& [from, edge] = silent[0];
    ASSERT_NE(edge.edge, run.incident.edge);
    ASSERT_GT(from, run.incident.alert_at);
    ASSERT_GE(edge.until - from, 60s);
    ASSERT_LE(edge.until - from, 120s);
    ASSERT_EQ(run.plan.timings.owner.high, 270s);
  }
}

// --- which releases repair the incident ---

struct Verdicts {
  std::uint32_t clean =
      0;  // earlier, in the store, compatible with the schema after the migration, no symptoms
  std::uint32_t compatible = 0;
  std::uint32_t unknown = 0;
  std::uint32_t gone = 0;
  std::uint32_t symptoms = 0;
};

Verdicts judge_history(DrawnPromotion const& run) {
  auto const state = folded(run);
  auto const& bad = state.artifacts.at(run.incident.digest).stored.manifest;
  Verdicts verdicts;
  for (auto const& [id, release] : state.releases) {
    bool const served = !release.served.empty() || id == run.incident.previous;
    if (release.registered.environment != run.incident.environment || !served) continue;
    auto const& artifact = state.artifacts.at(release.registered.digest);
    auto const& reads = artifact.stored.manifest.reads;
    bool const known = reads.has_value();
    bool const fits = known && reads->holds(bad.migration->to);
    bool const symptoms =
        std::ranges::any_of(release.served, [](Service const& s) { return s.symptoms > 0; });
    verdicts.unknown += !known;
    verdicts.gone += !artifact.in_store;
    verdicts.symptoms += symptoms;
    verdicts.compatible += fits;
    verdicts.clean += fits && artifact.in_store && !symptoms;
  }
  return verdicts;
}

TEST(Setup, OnlyAMigrationThatIsNotAdditiveLeavesNoReleaseToRollBackTo) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (auto const& each : bad_deploy().variants) {
      auto const run =
          draw_promotion(bad_deploy(), Seed{seed}, each, Level::normal, Topology::drawn);
      auto const verdicts = judge_history(run);
      ASSERT_EQ(verdicts.gone, 1U);
      ASSERT_EQ(verdicts.unknown, 1U);
      ASSERT_EQ(verdicts.symptoms, 1U);
      if (each.fault_class == FaultClass::database_migration) {
        ASSERT_EQ(verdicts.compatible, 0U);
      } else {
        ASSERT_GE(verdicts.clean, 1U);
      }
    }
  }
}

TEST(Setup, TheCandidateFitsInHalfOfTheSeedsAndTheOwnerSuppliesOneInTheOthers) {
  std::uint32_t fitting = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (auto const& each : bad_deploy().variants) {
      auto const run =
          draw_promotion(bad_deploy(), Seed{seed}, each, Level::normal, Topology::drawn);
      auto const state = folded(run);
      auto const& digest = state.releases.at(run.incident.candidate).registered.digest;
      auto const& manifest = state.artifacts.at(digest).stored.manifest;
      auto const& bad = state.artifacts.at(run.incident.digest).stored.manifest;
      ASSERT_EQ(manifest.reads->holds(bad.migration->to), run.incident.candidate_fits);
      ASSERT_EQ(manifest.needs, bad.needs);
      fitting += run.incident.candidate_fits;
      bool const brought = std::ranges::any_of(
          run.plan.owner_repairs,
          [](world::OwnerRepairs const& repair) { return repair.repair == RepairKind::migration; });
      ASSERT_EQ(brought, each.name == "database-migration" && !run.incident.candidate_fits);
      for (auto const& repair : run.plan.owner_repairs)
        ASSERT_FALSE(state.releases.contains(repair.fixed_id));
    }
  }
  auto const share = fitting / bad_deploy().variants.size();
  EXPECT_GT(share, seeds * 38 / 100);
  EXPECT_LT(share, seeds * 62 / 100);
}

TEST(Setup, TheIncidentsDatabaseCanBeRestoredInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const run =
        draw_promotion(bad_deploy(), Seed{seed}, variant("database-migration-destructive"),
                       Level::normal, Topology::drawn);
    auto const state = folded(run);
    auto const& name = run.incident.database.name;
    for (auto const& [database, of] : state.databases) {
      ASSERT_EQ(of.log.has_value(), database == name);
    }
    auto const& own = state.databases.at(name);
    ASSERT_EQ(own.registered.environment, run.incident.environment);
    ASSERT_EQ(own.backups.size(), 2U);
    ASSERT_EQ(own.consumers.size(), 2U);
    ASSERT_GT(own.log->writes_per_minute, 0U);
    for (auto const& [backup, taken] : own.backups) {
      ASSERT_LT(taken.recorded.taken_at, run.plan.began);
      ASSERT_LT(taken.recorded.position, own.log->position);
    }
  }
}

TEST(Setup, OnlyTheIncidentsReleaseNeedsTheNewBinding) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const run = draw_promotion(bad_deploy(), Seed{seed}, variant("runtime-service"),
                                    Level::normal, Topology::drawn);
    auto const state = folded(run);
    for (auto const& [id, release] : state.releases) {
      auto const& needs = state.artifacts.at(release.registered.digest).stored.manifest.needs;
      bool const needed = std::ranges::find(needs, run.incident.binding) != needs.end();
      bool const expected =
          id == run.incident.candidate || release.registered.digest == run.incident.digest;
      ASSERT_EQ(needed, expected);
    }
  }
}

TEST(Setup, PromotionsElsewhereDoNotShareAPartitionWithTheIncident) {
  std::uint32_t waiting = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const run = draw_promotion(bad_deploy(), Seed{seed}, variant("route-propagation"),
                                    Level::hard, Topology::drawn);
    auto const state = folded(run);
    for (auto const& [id, operation] : state.operations) {
      if (operation.stage != Stage::waiting || operation.environment == run.incident.environment)
        continue;
      ++waiting;
      ASSERT_NE(state.environments.at(operation.environment).declared.partition,
                run.incident.partition);
    }
  }
  EXPECT_GT(waiting, seeds);
}

TEST(Setup, TheAlertNamesTheIncident) {
  auto const run =
      draw_promotion(bad_deploy(), Seed{3}, variant("app-only"), Level::normal, Topology::drawn);
  EXPECT_NE(run.alert.find(run.incident.environment.value()), std::string::npos);
  EXPECT_NE(run.alert.find(to_text(run.incident.operation)), std::string::npos);
  EXPECT_EQ(run.alert.find('{'), std::string::npos);
}

}  // namespace
}  // namespace studylab::drill::bad_deploy
