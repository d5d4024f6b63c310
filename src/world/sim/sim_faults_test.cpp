// Under every fault: the same final state, nothing is done twice, and no edge skips an event.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "world/sim/sim_testing.h"

namespace studylab::world::sim {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// What must be the same at the end of a story, whatever faults occurred.
struct End {
  ReleaseId owner;
  KeyEpoch epoch;
  std::map<AllocationId, AllocationStage> allocations;
  std::map<OperationId, Stage> operations;
  std::size_t moves, planned, drained, stopped, incidents;

  friend bool operator==(End const&, End const&) = default;
};

End end_of(SimWorld const& world) {
  Tiny const tiny;
  auto const& platform = world.platform();
  auto const& chain = world.chain();
  auto const& owner = platform.routes.at(tiny.route);
  End end{owner.release,
          owner.epoch,
          {},
          {},
          count_facts<RouteOwnerMoved>(chain),
          count_facts<AllocationPlanned>(chain),
          count_facts<AllocationDraining>(chain),
          count_facts<AllocationStopped>(chain),
          count_facts<IncidentOpened>(chain)};
  for (auto const& [id, allocation] : platform.allocations) end.allocations[id] = allocation.stage;
  for (auto const& [id, operation] : platform.operations) end.operations[id] = operation.stage;
  return end;
}

End calm_end() {
  static End const end = end_of(*play(tiny_plan()).world);
  return end;
}

Schedule crash_after(std::string component, std::uint32_t entry, Duration down) {
  Schedule schedule;
  schedule.crashes.push_back({std::move(component), EntryId{entry}, Instant{}, down});
  return schedule;
}

// Entries of the calm story after the initial facts.
std::uint32_t first_entry() { return static_cast<std::uint32_t>(tiny_plan().initial.size()) + 2; }
std::uint32_t last_entry() { return play(tiny_plan()).world->chain().size(); }

TEST(SimFaults, ACrashOfTheControlPlaneAfterAnyEntryChangesNoOutcome) {
  auto const last = last_entry();
  for (auto entry = first_entry(); entry <= last; ++entry) {
    auto const story = play(tiny_plan(), crash_after("control", entry, milliseconds{700}));
    EXPECT_EQ(end_of(*story.world), calm_end()) << "crashed after entry " << entry;
  }
}

TEST(SimFaults, ACrashOfAnEdgeOrRunnerAfterAnyEntryChangesNoOutcome) {
  auto const last = last_entry();
  for (auto const* component : {"edge-a", "runner-host-1"}) {
    for (auto entry = first_entry(); entry <= last; entry += 3) {
      auto const story = play(tiny_plan(), crash_after(component, entry, milliseconds{1500}));
      EXPECT_EQ(end_of(*story.world), calm_end()) << component << " crashed after entry " << entry;
      EXPECT_EQ(story.world->measure(Tiny{}.errors(), Tiny{}.began)
                    .value()
                    .measured.wrong_release_answers,
                0u);
    }
  }
}

TEST(SimFaults, ALongCrashOfARunnerRemovesItsAddresses) {
  Tiny const tiny;
  Schedule schedule;
  for (auto const* runner : {"runner-host-1", "runner-host-2"}) {
    schedule.crashes.push_back({runner, std::nullopt, tiny.began + milliseconds{500}, seconds{20}});
  }
  auto plan = tiny_plan();
  plan.changes.clear();
  SimWorld world{plan, schedule};
  world.advance_to(tiny.began + seconds{5});
  EXPECT_EQ(world.measure(tiny.errors(), tiny.began).value().measured.failed_requests, 0u);
  world.advance_to(tiny.began + seconds{15});
  EXPECT_GT(world.measure(tiny.errors(), tiny.began).value().measured.failed_requests, 0u);
  world.advance_to(tiny.began + seconds{60});
  auto const failed = world.measure(tiny.errors(), tiny.began).value().measured.failed_requests;
  world.advance_to(tiny.began + seconds{120});
  EXPECT_EQ(world.measure(tiny.errors(), tiny.began).value().measured.failed_requests, failed);
}

TEST(SimFaults, NoLossDuplicateOrReorderingMakesAnEdgeSkipAnEvent) {
  Tiny const tiny;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Schedule schedule;
    schedule.loss = Permille{80};
    schedule.duplicate = Permille{80};
    schedule.reorder = Permille{80};
    auto const story = play(tiny_plan(seed), schedule);
    auto& world = *story.world;
    EXPECT_EQ(world.measure(tiny.errors(), tiny.began).value().measured.wrong_release_answers, 0u)
        << "seed " << seed;
    auto const end = end_of(world);
    EXPECT_EQ(end.owner, tiny.good) << "seed " << seed;
    EXPECT_EQ(end.moves, 2u) << "seed " << seed;
    EXPECT_EQ(end.stopped, 4u) << "seed " << seed;
    EXPECT_EQ(world.platform().operations.at(OperationId{3}).stage, Stage::healthy)
        << "seed " << seed;
    for (auto const& [id, edge] : world.platform().edges) {
      for (auto const& applied : edge.applied) {
        EXPECT_EQ(applied.sequence, world.platform().partitions.at(applied.partition).last);
      }
    }
  }
}

TEST(SimFaults, ARunWithFaultsIsReproducedExactly) {
  Schedule schedule;
  schedule.loss = schedule.duplicate = schedule.reorder = Permille{50};
  schedule.crashes.push_back({"edge-b", std::nullopt, Tiny{}.began + seconds{9}, seconds{2}});
  auto const head = [&] { return play(tiny_plan(3), schedule).world->chain().head(); };
  EXPECT_EQ(head(), head());
}

TEST(SimFaults, AManualEditOfATableIsFoundWithinAnInterval) {
  Tiny const tiny;
  auto plan = tiny_plan();
  plan.changes.clear();
  Schedule schedule;
  // Long after the promotion has ended.
  schedule.tampers.push_back({EdgeId{2}, tiny.route, tiny.good, tiny.began + seconds{31}});
  SimWorld world{plan, schedule};
  world.advance_to(tiny.began + seconds{60});
  EXPECT_GE(count_facts<EdgeGapSeen>(world.chain()), 1u);
  EXPECT_GE(count_facts<EdgeResumed>(world.chain()), 1u) << "it repairs itself";
}

TEST(SimFaults, WhatAGapPolicyRefusesIsMeasuredApart) {
  Tiny const tiny;
  auto const measured = [&](GapPolicy policy) {
    auto plan = tiny_plan();
    plan.changes.clear();
    std::get<EnvironmentDeclared>(plan.initial.at(1)).gap_policy = policy;
    Schedule schedule;
    schedule.tampers.push_back({EdgeId{2}, tiny.route, tiny.good, tiny.began + seconds{31}});
    // No snapshot reaches the edge for a while, so that the gap lasts.
    schedule.cuts.push_back({"control", "edge-b", tiny.began + seconds{31}, seconds{20}});
    SimWorld world{plan, schedule};
    world.advance_to(tiny.began + seconds{60});
    return world.measure(tiny.errors(), tiny.began + seconds{31}).value().measured;
  };
  auto const closed = measured({GapMode::fail_closed, {}});
  EXPECT_GT(closed.refused_requests, 0u);
  EXPECT_EQ(closed.refused_requests, closed.failed_requests);
  EXPECT_GT(closed.refused_time, Duration{});
  EXPECT_LE(closed.refused_time, closed.failed_time) << "nothing else failed";
  auto const open = measured({GapMode::last_verified, minutes{5}});
  EXPECT_EQ(open.refused_requests, 0u);
  EXPECT_EQ(open.refused_time, Duration{});
}

TEST(SimFaults, ATornWriteIsLikeALostInput) {
  Tiny const tiny;
  for (int second = 1; second < 40; second += 2) {
    Schedule schedule;
    schedule.torn.push_back({EdgeId{1}, tiny.began + seconds{second}});
    auto const story = play(tiny_plan(), schedule);
    EXPECT_EQ(end_of(*story.world), calm_end()) << "torn after second " << second;
    EXPECT_EQ(
        story.world->measure(tiny.errors(), tiny.began).value().measured.wrong_release_answers, 0u);
  }
}

TEST(SimFaults, ThePlatformRecoversWhenACutLinkIsRestored) {
  Tiny const tiny;
  Schedule schedule;
  schedule.cuts.push_back({"route-log", "edge-b", tiny.began, seconds{25}});
  schedule.cuts.push_back({"runner-host-1", "edge-a", tiny.began, seconds{25}});
  auto const story = play(tiny_plan(), schedule);
  EXPECT_EQ(end_of(*story.world).owner, tiny.good);
  EXPECT_EQ(story.world->measure(tiny.errors(), tiny.began).value().measured.wrong_release_answers,
            0u);
}

TEST(SimFaults, SeveralFaultsAtOnceAreAllCounted) {
  Tiny const tiny;
  auto plan = tiny_plan();
  Behaviour burst;
  burst.failing = Permille{100};
  burst.code = "burst";
  plan.changes.push_back({tiny.began, BurstChange{tiny.route, EdgeId{}, burst}});
  plan.changes.push_back(
      {tiny.began + seconds{20}, BindingChange{tiny.binding, BindingState::gone}});
  SimWorld world{std::move(plan), {}};
  world.advance_to(tiny.began + seconds{60});
  std::set<std::string> codes;
  std::set<RequestError> errors;
  for (auto const& entry : world.chain().entries()) {
    auto const* observed = fact_if<RequestsObserved>(entry.fact);
    if (observed == nullptr) continue;
    for (auto const& row : observed->rows) {
      codes.insert(row.code);
      errors.insert(row.error);
    }
  }
  EXPECT_TRUE(codes.contains("burst"));
  EXPECT_TRUE(codes.contains("cart_total"));
  EXPECT_TRUE(errors.contains(RequestError::binding));
}

}  // namespace
}  // namespace studylab::world::sim
