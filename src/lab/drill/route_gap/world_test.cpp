// Drawn gaps in the simulated world: what the platform chain shows up to the alert, and that each
// fault shows itself after it.
#include <algorithm>

#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/drill/route_gap/draw.h"
#include "lab/drill/skeleton_testing.h"
#include "world/worlds.h"

namespace studylab::drill::route_gap {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t seeds = 100;

Drill const& gap_drill() { return *find_drill("route-gap"); }

DrawnGap drawn_gap(std::uint64_t seed, Variant const& variant, Level level) {
  return draw_gap(gap_drill(), Seed{seed}, variant, level, Topology::drawn);
}

bool reaches_alert(world::World& world) {
  return world.advance_until(
      [](control::State const& state, Instant) { return state.incident.has_value(); },
      world.now() + 2min);
}

std::vector<std::string> skeleton_to_alert(world::World const& world) {
  std::vector<std::string> lines;
  for (auto const& entry : world.chain().entries()) {
    lines.push_back(skeleton(entry.fact));
    if (fact_if<IncidentOpened>(entry.fact) != nullptr) break;
  }
  return lines;
}

TEST(GapWorld, TheChainIsTheSameUpToTheAlertInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const level = static_cast<Level>(seed % enum_size<Level>);
    std::vector<std::string> expected;
    for (auto const& variant : gap_drill().variants) {
      auto run = drawn_gap(seed, variant, level);
      auto const world = world::make_world(World::simulated, std::move(run.plan));
      ASSERT_TRUE(reaches_alert(*world)) << "seed " << seed << " " << variant.name;
      auto const lines = skeleton_to_alert(*world);
      if (expected.empty()) expected = lines;
      auto const [line, other] = std::ranges::mismatch(lines, expected);
      ASSERT_TRUE(line == lines.end() && other == expected.end())
          << "seed " << seed << " " << variant.name << ", entry " << 1 + (line - lines.begin())
          << ": " << (line == lines.end() ? "none" : *line) << " instead of "
          << (other == expected.end() ? "none" : *other);
    }
  }
}

TEST(GapWorld, TheAlertNamesTheDrawnEdgeAndRoute) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (auto const& variant : gap_drill().variants) {
      auto run = drawn_gap(seed, variant, Level::normal);
      auto const world = world::make_world(World::simulated, std::move(run.plan));
      ASSERT_TRUE(reaches_alert(*world));
      auto const& opened = world->platform().incident->opened;
      ASSERT_EQ(environment_of(opened), run.incident.environment);
      ASSERT_EQ(route_of(opened), run.incident.route);
      ASSERT_EQ(edge_of(opened), run.incident.edge) << "seed " << seed << " " << variant.name;
      ASSERT_GE(world->now(), run.incident.gap_at);
      ASSERT_LE(world->now(), run.incident.gap_at + 200ms);
    }
  }
}

TEST(GapWorld, TheFaultIsVisibleSoonAfterTheAlert) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (auto const& variant : gap_drill().variants) {
      auto run = drawn_gap(seed, variant, Level::hard);
      auto const world = world::make_world(World::simulated, std::move(run.plan));
      ASSERT_TRUE(reaches_alert(*world));
      world->advance_to(world->now() + 20s);
      auto const& entries = world->chain().entries();
      ASSERT_TRUE(std::ranges::any_of(
          entries, [&](FactEntry const& entry) { return run.is_witness(entry.fact); }))
          << "seed " << seed << " " << variant.name;
    }
  }
}

// Until an operator acts: the edge has given up by then.
TEST(GapWorld, OnlyTheGapOfNoFaultEndsByItself) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (auto const& variant : gap_drill().variants) {
      auto run = drawn_gap(seed, variant, Level::normal);
      auto const world = world::make_world(World::simulated, std::move(run.plan));
      ASSERT_TRUE(reaches_alert(*world));
      world->advance_to(world->now() + 10min);
      auto const& edge = world->platform().edges.at(run.incident.edge);
      bool const open = edge.gaps.contains(run.incident.partition);
      ASSERT_EQ(open, variant.fault_class != FaultClass::no_fault)
          << "seed " << seed << " " << variant.name;
    }
  }
}

TEST(GapWorld, OtherPartitionsAreServed) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    auto run = drawn_gap(seed, *gap_drill().find("missing-event"), Level::normal);
    auto const world = world::make_world(World::simulated, std::move(run.plan));
    ASSERT_TRUE(reaches_alert(*world));
    world->advance_to(world->now() + 40s);
    for (auto const& entry : world->chain().entries()) {
      auto const* observed = fact_if<RequestsObserved>(entry.fact);
      if (observed == nullptr) continue;
      for (auto const& row : observed->rows) {
        if (row.error != RequestError::edge_gap) continue;
        auto const& state = world->platform();
        auto const& name = state.environment_by_route.at(row.route);
        EXPECT_EQ(state.environments.at(name).declared.partition, run.incident.partition);
        EXPECT_EQ(observed->edge, run.incident.edge);
      }
    }
  }
}

}  // namespace
}  // namespace studylab::drill::route_gap
