// What a seed makes of the drill: the same names, kinds and numbers in every variant.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/drill/skeleton_testing.h"
#include "lab/drill/stuck_wake/draw.h"

namespace studylab::drill::stuck_wake {
namespace {

constexpr std::uint64_t wake_seeds = 200;
constexpr std::array wake_levels{Level::easy, Level::normal, Level::hard};

Drill const& the_drill() { return *find_drill("stuck-wake"); }

DrawnWake drawn_wake(std::uint64_t seed, std::string_view variant, Level level = Level::normal) {
  return draw_wake(the_drill(), Seed{seed}, *the_drill().find(variant), level, Topology::drawn);
}

template <class T>
std::vector<T> initial_of(DrawnWake const& run) {
  std::vector<T> found;
  for (auto const& fact : run.plan.initial) {
    if (auto const* each = std::get_if<T>(&fact)) found.push_back(*each);
  }
  return found;
}

template <class T>
std::vector<T> happening(DrawnWake const& run) {
  std::vector<T> found;
  for (auto const& change : run.plan.changes) {
    if (auto const* each = std::get_if<T>(&change.what)) found.push_back(*each);
  }
  return found;
}

std::vector<std::string> initial_skeletons(DrawnWake const& run) {
  std::vector<std::string> lines;
  for (auto const& fact : run.plan.initial) lines.push_back(skeleton(fact));
  return lines;
}

TEST(WakeSetup, NamesKindsAndNumbersAreTheSameInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= wake_seeds; ++seed) {
    for (auto const level : wake_levels) {
      auto const first = drawn_wake(seed, "artifact-pull", level);
      auto const expected = initial_skeletons(first);
      for (auto const& each : the_drill().variants) {
        auto const run = drawn_wake(seed, each.name, level);
        ASSERT_EQ(initial_skeletons(run), expected) << "seed " << seed << " " << each.name;
        ASSERT_EQ(run.alert, first.alert);
        ASSERT_EQ(run.alert_at, first.alert_at);
        ASSERT_EQ(run.plan.flows.size(), first.plan.flows.size());
        ASSERT_EQ(run.plan.log_noise, first.plan.log_noise);
      }
    }
  }
}

TEST(WakeSetup, TheIncidentsEnvironmentAndAnotherOneSleep) {
  for (std::uint64_t seed = 1; seed <= wake_seeds; ++seed) {
    auto const run = drawn_wake(seed, "secrets");
    std::set<EnvironmentName> asleep;
    for (auto const& policy : initial_of<SleepPolicyDeclared>(run)) {
      asleep.insert(policy.environment);
      ASSERT_GT(policy.safe.requests, policy.idempotent.requests);
    }
    ASSERT_EQ(asleep, (std::set{run.incident.environment, run.incident.elsewhere}));
    for (auto const& allocation : initial_of<AllocationRecorded>(run)) {
      ASSERT_FALSE(asleep.contains(allocation.environment));
    }
    ASSERT_EQ(initial_of<HostCordonRecorded>(run).size(), 1U);
  }
}

TEST(WakeSetup, TheGateIsFullBeforeAnythingIsPlaced) {
  for (std::uint64_t seed = 1; seed <= wake_seeds; ++seed) {
    auto const run = drawn_wake(seed, "stampede");
    ASSERT_GT(run.alert_at, run.plan.began);
    ASSERT_LT(run.alert_at, run.plan.began + latest_alert);
    for (auto const& policy : initial_of<SleepPolicyDeclared>(run)) {
      if (policy.environment != run.incident.environment) continue;
      ASSERT_GT(run.plan.began + policy.settle, run.plan.began + latest_alert);
    }
    for (auto const& change : run.plan.changes) {
      bool const arrives = std::holds_alternative<world::CohortArrival>(change.what);
      ASSERT_TRUE(!arrives || change.at >= run.alert_at);
    }
  }
}

// The stage at which the fault surfaces, where a world can be made to show it later.
TEST(WakeSetup, AThirdOfTheFaultsSurfaceAtALaterStage) {
  struct Seen {
    std::uint32_t late = 0, all = 0;
  };
  std::map<std::string, Seen> seen;
  for (std::uint64_t seed = 1; seed <= 3 * wake_seeds; ++seed) {
    auto const note = [&](std::string const& variant, AllocationStage own, AllocationStage shown) {
      ++seen[variant].all;
      seen[variant].late += shown > own ? 1 : 0;
    };
    for (auto const& one : happening<world::RegistryChange>(drawn_wake(seed, "artifact-pull")))
      note("artifact-pull", AllocationStage::pulling, one.surfaces);
    for (auto const& one : happening<world::SecretChange>(drawn_wake(seed, "secrets")))
      note("secrets", AllocationStage::secrets, one.surfaces);
    for (auto const& one : happening<world::BindingChange>(drawn_wake(seed, "bindings")))
      note("bindings", AllocationStage::binding, one.surfaces);
  }
  for (auto const& [variant, count] : seen) {
    EXPECT_EQ(count.all, 3 * wake_seeds) << variant;
    EXPECT_GT(count.late, count.all * 27 / 100) << variant;
    EXPECT_LT(count.late, count.all * 40 / 100) << variant;
  }
}

TEST(WakeSetup, OnlyTheIncidentsReleaseNeedsTheBindingWithTheSecret) {
  for (std::uint64_t seed = 1; seed <= wake_seeds; ++seed) {
    auto const run = drawn_wake(seed, "secrets");
    std::map<Digest, Manifest> manifests;
    for (auto const& stored : initial_of<ArtifactStored>(run))
      manifests[stored.digest] = stored.manifest;
    for (auto const& release : initial_of<ReleaseRegistered>(run)) {
      if (release.environment != run.incident.environment) continue;
      auto const& needs = manifests.at(release.digest).needs;
      bool const added = std::ranges::find(needs, run.incident.added) != needs.end();
      bool const common = std::ranges::find(needs, run.incident.common) != needs.end();
      ASSERT_EQ(added, release.release == run.incident.release);
      ASSERT_TRUE(common);
    }
  }
}

TEST(WakeSetup, TheReleaseBeforeServedWellAndIsInTheStore) {
  for (std::uint64_t seed = 1; seed <= wake_seeds; ++seed) {
    auto const run = drawn_wake(seed, "readiness");
    std::set<Digest> gone;
    for (auto const& one : initial_of<ArtifactGone>(run)) gone.insert(one.digest);
    bool found = false;
    for (auto const& release : initial_of<ReleaseRegistered>(run)) {
      bool const is_new = release.release == run.incident.release;
      ASSERT_TRUE(!is_new || release.served.empty());
      if (release.environment != run.incident.environment || release.served.empty()) continue;
      bool const well = std::ranges::all_of(
          release.served, [](Service const& service) { return service.symptoms == 0; });
      found = found || (well && !gone.contains(release.digest));
    }
    ASSERT_TRUE(found) << "seed " << seed;
  }
}

TEST(WakeSetup, WhereSlotsAreTakenOneIsLeftForTheOtherWake) {
  for (std::uint64_t seed = 1; seed <= wake_seeds; ++seed) {
    auto const run = drawn_wake(seed, "capacity");
    std::map<HostId, std::uint32_t> used;
    for (auto const& one : initial_of<AllocationRecorded>(run)) ++used[one.host];
    std::uint32_t free = 0;
    std::uint32_t cordoned = 0;
    for (auto const& host : initial_of<HostRegistered>(run)) {
      ASSERT_GE(host.slots, used[host.host]);
      auto& count = host.host == run.incident.cordoned ? cordoned : free;
      count += host.slots - used[host.host];
    }
    ASSERT_EQ(free, 1U);
    ASSERT_GE(cordoned, 1U) << "seed " << seed;
    ASSERT_TRUE(run.plan.spare_host.has_value());
    ASSERT_FALSE(drawn_wake(seed, "secrets").plan.spare_host.has_value());
  }
}

}  // namespace
}  // namespace studylab::drill::stuck_wake
