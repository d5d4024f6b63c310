// What a seed makes of the drill: the same names, kinds and numbers in every variant.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "lab/drill/host_upgrade/draw.h"
#include "lab/drill/load.h"
#include "lab/drill/skeleton_testing.h"

namespace studylab::drill::host_upgrade {
namespace {

constexpr std::uint64_t setup_seeds = 200;
constexpr std::array setup_levels{Level::easy, Level::normal, Level::hard};

Drill const& the_drill() { return *find_drill("host-upgrade"); }

DrawnUpgrade drawn_upgrade(std::uint64_t seed, std::string_view variant,
                           Level level = Level::normal, Topology topology = Topology::drawn) {
  return draw_upgrade(the_drill(), Seed{seed}, *the_drill().find(variant), level, topology);
}

template <class T>
std::vector<T> initial_of(DrawnUpgrade const& run) {
  std::vector<T> found;
  for (auto const& fact : run.plan.initial) {
    if (auto const* each = std::get_if<T>(&fact)) found.push_back(*each);
  }
  return found;
}

std::vector<std::string> initial_skeletons(DrawnUpgrade const& run) {
  std::vector<std::string> lines;
  for (auto const& fact : run.plan.initial) lines.push_back(skeleton(fact));
  return lines;
}

std::map<HostId, std::uint32_t> used_slots(DrawnUpgrade const& run) {
  std::map<HostId, std::uint32_t> used;
  for (auto const& one : initial_of<AllocationRecorded>(run)) ++used[one.host];
  return used;
}

// Of hosts that take allocations, other than the incident's.
std::uint32_t free_slots_elsewhere(DrawnUpgrade const& run) {
  auto used = used_slots(run);
  std::uint32_t free = 0;
  for (auto const& host : initial_of<HostRegistered>(run)) {
    auto const& incident = run.incident;
    bool const takes = host.host != incident.host && host.host != incident.drained &&
                       host.host != incident.cordoned;
    if (takes) free += host.slots - std::min(host.slots, used[host.host]);
  }
  return free;
}

TEST(UpgradeSetup, NamesKindsAndNumbersAreTheSameInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= setup_seeds; ++seed) {
    for (auto const level : setup_levels) {
      auto const first = drawn_upgrade(seed, "plain", level);
      auto const expected = initial_skeletons(first);
      for (auto const& each : the_drill().variants) {
        auto const run = drawn_upgrade(seed, each.name, level);
        ASSERT_EQ(initial_skeletons(run), expected) << "seed " << seed << " " << each.name;
        ASSERT_EQ(run.alert, first.alert);
        ASSERT_EQ(run.alert_at, first.alert_at);
        ASSERT_EQ(run.plan.flows.size(), first.plan.flows.size());
        ASSERT_EQ(run.plan.log_noise, first.plan.log_noise);
      }
    }
  }
}

TEST(UpgradeSetup, TheIncidentsMembersAreOnThreeHosts) {
  for (std::uint64_t seed = 1; seed <= setup_seeds; ++seed) {
    for (auto const topology : {Topology::drawn, Topology::live}) {
      auto const run = drawn_upgrade(seed, "plain", Level::normal, topology);
      auto const& incident = run.incident;
      std::set<HostId> hosts;
      for (auto const& one : initial_of<AllocationRecorded>(run)) {
        if (one.environment == incident.environment) hosts.insert(one.host);
      }
      ASSERT_EQ(hosts, (std::set{incident.host, incident.drained, incident.third}));
      ASSERT_GE(incident.load, 2U) << "the host serves one more environment";
      for (auto const& one : initial_of<EnvironmentDeclared>(run)) {
        if (one.environment != incident.environment) continue;
        ASSERT_EQ(one.quorum, 2U);
      }
    }
  }
}

TEST(UpgradeSetup, SlotsSufficeExceptWhereTheyAreShort) {
  for (std::uint64_t seed = 1; seed <= setup_seeds; ++seed) {
    for (auto const& each : the_drill().variants) {
      auto const run = drawn_upgrade(seed, each.name);
      bool const is_short = each.fault_class == FaultClass::no_headroom;
      auto const free = free_slots_elsewhere(run);
      ASSERT_EQ(free < run.incident.load, is_short) << seed << " " << each.name;
      for (auto const& [host, used] : used_slots(run)) {
        auto const hosts = initial_of<HostRegistered>(run);
        auto const found = std::ranges::find(hosts, host, &HostRegistered::host);
        ASSERT_GE(found->slots, used);
      }
      ASSERT_EQ(run.plan.spare_host.has_value(), each.name == "no-headroom");
      ASSERT_EQ(run.plan.no_spare_host.empty(), each.name != "no-slots-left");
    }
  }
}

TEST(UpgradeSetup, SessionsAreOlderThanTheMinimumOnlyWhereTheyLinger) {
  for (std::uint64_t seed = 1; seed <= setup_seeds; ++seed) {
    for (auto const& each : the_drill().variants) {
      auto const run = drawn_upgrade(seed, each.name);
      std::uint32_t old = 0, staying = 0;
      for (auto const& ages : initial_of<SessionAgesRecorded>(run)) old += ages.past_drain_time;
      for (auto const& leave : run.plan.sessions_leave) staying += leave.staying;
      ASSERT_EQ(old > 0, each.name == "stuck-sessions") << seed << " " << each.name;
      ASSERT_EQ(staying, old) << seed << " " << each.name;
    }
  }
}

// In every variant another host is being drained when the run begins.
TEST(UpgradeSetup, OneDrainIsOpenInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= setup_seeds; ++seed) {
    for (auto const& each : the_drill().variants) {
      auto const run = drawn_upgrade(seed, each.name);
      std::uint32_t open = 0;
      for (auto const& one : initial_of<OperationRecorded>(run)) {
        auto const* drain = std::get_if<requests::Drain>(&one.request);
        if (drain == nullptr) continue;
        ASSERT_EQ(drain->host, run.incident.drained);
        ++open;
      }
      ASSERT_EQ(open, 1U) << seed << " " << each.name;
      ASSERT_GT(run.incident.drain_ends, run.alert_at);
    }
  }
}

}  // namespace
}  // namespace studylab::drill::host_upgrade
