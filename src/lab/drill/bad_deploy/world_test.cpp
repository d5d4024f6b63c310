// Drawn setups in the simulated world: what the platform chain shows up to the alert, and which
// facts distinguish the variants after it.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "control/control.h"
#include "lab/drill/bad_deploy/draw.h"
#include "lab/drill/load.h"
#include "lab/drill/skeleton_testing.h"
#include "lab/grade/bad_deploy/clues.h"
#include "lab/grade/facts/edges.h"
#include "lab/grade/facts/errors.h"
#include "world/worlds.h"

namespace studylab::drill::bad_deploy {
namespace {

using namespace std::chrono_literals;
namespace clues = grade::bad_deploy;
using grade::edge_behind;
using grade::failed_at_one_edge;
using grade::under_threshold;

constexpr std::uint64_t seeds = 200;
constexpr Duration patience = 2min;

Drill const& bad_deploy() { return *find_drill("bad-deploy"); }

DrawnPromotion drawn(std::uint64_t seed, Variant const& variant, Level level) {
  return draw_promotion(bad_deploy(), Seed{seed}, variant, level, Topology::drawn);
}

bool advance_to_alert(world::World& world) {
  return world.advance_until(
      [](control::State const& state, Instant) { return state.incident.has_value(); },
      world.now() + patience);
}

// Up to and including IncidentOpened.
std::vector<FactEntry> up_to_alert(world::World const& world) {
  std::vector<FactEntry> entries;
  for (auto const& entry : world.chain().entries()) {
    entries.push_back(entry);
    if (fact_if<IncidentOpened>(entry.fact) != nullptr) return entries;
  }
  return entries;
}

TEST(World, TheChainIsTheSameUpToTheAlertInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const level = static_cast<Level>(seed % enum_size<Level>);
    std::vector<std::string> expected;
    for (auto const& variant : bad_deploy().variants) {
      auto run = drawn(seed, variant, level);
      auto const made = world::make_world(World::simulated, std::move(run.plan));
      auto& world = *made;
      ASSERT_TRUE(advance_to_alert(world)) << "seed " << seed << " " << variant.name;
      std::vector<std::string> lines;
      for (auto const& entry : up_to_alert(world)) lines.push_back(skeleton(entry.fact));
      if (expected.empty()) expected = lines;
      ASSERT_EQ(lines, expected) << "seed " << seed << " " << variant.name;
    }
  }
}

TEST(World, TheFirstEdgeRaisesTheAlertAtItsFirstCheck) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (auto const& variant : bad_deploy().variants) {
      auto run = drawn(seed, variant, Level::normal);
      auto const made = world::make_world(World::simulated, std::move(run.plan));
      auto& world = *made;
      ASSERT_TRUE(advance_to_alert(world));
      auto const& opened = world.platform().incident->opened;
      ASSERT_EQ(environment_of(opened), run.incident.environment);
      ASSERT_EQ(operation_of(opened), run.incident.operation);
      ASSERT_EQ(edge_of(opened), run.incident.edge) << "seed " << seed << " " << variant.name;
      ASSERT_GE(world.now(), run.incident.alert_at);
      ASSERT_LE(world.now(), run.incident.alert_at + 100ms);
      auto const crossings = std::ranges::count_if(up_to_alert(world), [](FactEntry const& entry) {
        auto const* observed = fact_if<RequestsObserved>(entry.fact);
        return observed != nullptr && observed->crossing == Crossing::yes;
      });
      ASSERT_EQ(crossings, 1);
    }
  }
}

TEST(World, TheFaultIsVisibleNoLaterThanTheAlert) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (auto const& variant : bad_deploy().variants) {
      auto run = drawn(seed, variant, Level::hard);
      auto const made = world::make_world(World::simulated, std::move(run.plan));
      auto& world = *made;
      ASSERT_TRUE(advance_to_alert(world));
      ASSERT_TRUE(std::ranges::any_of(
          up_to_alert(world), [&](FactEntry const& entry) { return run.is_witness(entry.fact); }))
          << "seed " << seed << " " << variant.name;
    }
  }
}

// --- which facts hold ---

struct Shown {
  std::set<ReleaseId> failing_releases;  // empty: an edge answered itself
  std::set<EdgeId> failing_edges;
  bool over_later = false;  // in an interval that began after the alert
  bool binding_gone = false;
  bool edge_behind = false;
  std::uint64_t rows_lost = 0;
  std::uint64_t rows_gone = 0;  // by the check of the data
};

Shown read(world::World const& world, Incident const& incident) {
  Shown shown;
  auto const& state = world.platform();
  auto const alert = state.incident->at;
  auto const& declared = state.environments.at(incident.environment).declared;
  for (auto const& entry : world.chain().entries()) {
    if (auto const* applied = fact_if<MigrationApplied>(entry.fact))
      shown.rows_lost += applied->rows_lost;
    auto const* observed = fact_if<RequestsObserved>(entry.fact);
    if (observed == nullptr || observed->until < alert) continue;
    for (auto const& row : observed->rows) {
      if (row.route != incident.route || !failed(row)) continue;
      shown.failing_releases.insert(row.release);
      shown.failing_edges.insert(observed->edge);
    }
    // The interval of the alert has ended by then.
    if (observed->from >= alert + 10s - (alert.time_since_epoch() % Duration{10s}) &&
        over_threshold(count_errors(*observed, incident.route), declared.threshold)) {
      shown.over_later = true;
    }
  }
  for (auto const& damage : state.databases.at(incident.database.name).checked->damage) {
    EXPECT_EQ(damage.kind, DamageKind::gone);
    EXPECT_EQ(damage.migration, incident.migration);
    EXPECT_EQ(damage.operation, incident.operation);
    shown.rows_gone += damage.rows;
  }
  shown.binding_gone = state.bindings.at(incident.binding).probed &&
                       state.bindings.at(incident.binding).probed->state == BindingState::gone;
  auto const& owner = state.routes.at(incident.route);
  for (auto const& [id, edge] : state.edges) {
    for (auto const& applied : edge.applied) {
      if (applied.partition == owner.partition && applied.sequence < owner.sequence)
        shown.edge_behind = true;
    }
  }
  return shown;
}

std::string rollback_finding(world::World const& world, Incident const& incident) {
  OperatorCommand command;
  command.verb = Rollback{incident.environment, to_text(incident.previous)};
  command.plan = PlanOnly::yes;
  command.line = "rollback --plan";
  return control::plan(world.platform(), command).finding;
}

TEST(World, EveryFactHoldsExactlyWhereTheTableSaysSo) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    for (auto const& variant : bad_deploy().variants) {
      auto run = drawn(seed, variant, Level::normal);
      auto const edges = run.plan.evaluation_phase.size();
      auto const made = world::make_world(World::simulated, std::move(run.plan));
      auto& world = *made;
      ASSERT_TRUE(advance_to_alert(world));
      world.advance_to(world.now() + 25s);
      auto const shown = read(world, run.incident);
      auto const holds = [&](grade::Clue const& clue) {
        return holds_with(*variant.fault->kind, clue);
      };
      auto const where = "seed " + std::to_string(seed) + " " + variant.name;
      bool const by_release = shown.failing_releases == std::set{run.incident.release};
      EXPECT_EQ(by_release && shown.failing_edges.size() == edges,
                holds(clues::failed_by_new_release))
          << where;
      EXPECT_EQ(shown.failing_edges.size() == 1 && shown.edge_behind,
                holds(failed_at_one_edge) && holds(edge_behind))
          << where;
      EXPECT_EQ(!shown.over_later, holds(under_threshold)) << where;
      EXPECT_EQ(shown.binding_gone, holds(clues::binding_gone)) << where;
      EXPECT_EQ(!shown.binding_gone, holds(clues::bindings_answer)) << where;
      EXPECT_EQ(shown.edge_behind, holds(edge_behind)) << where;
      EXPECT_EQ(shown.rows_lost == 0, holds(clues::no_rows_lost)) << where;
      EXPECT_EQ(shown.rows_lost > 0, holds(clues::rows_lost)) << where;
      EXPECT_EQ(shown.rows_lost, shown.rows_gone) << where;
      auto const finding = rollback_finding(world, run.incident);
      EXPECT_EQ(finding == "compatible", holds(clues::rollback_compatible))
          << where << " " << finding;
      EXPECT_EQ(finding == "incompatible", holds(clues::rollback_incompatible))
          << where << " " << finding;
    }
  }
}

// --- what happens apart from the incident ---

TEST(World, PromotionsElsewhereCauseNoErrors) {
  std::uint32_t ran = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    auto run = drawn(seed, bad_deploy().variants[seed % bad_deploy().variants.size()], Level::hard);
    auto const made = world::make_world(World::simulated, std::move(run.plan));
    auto& world = *made;
    ASSERT_TRUE(advance_to_alert(world));
    world.advance_to(world.now() + 15min);
    for (auto const& [id, operation] : world.platform().operations) {
      auto const* promotion = std::get_if<control::kinds::Promotion>(&operation.as);
      if (operation.environment == run.incident.environment) continue;
      if (promotion == nullptr || !promotion->due) continue;
      ++ran;
      EXPECT_EQ(operation.stage, Stage::healthy)
          << "seed " << seed << " " << to_text(id) << " " << operation.why;
    }
    // Every allocation found a host.
    for (auto const& [id, operation] : world.platform().operations) {
      EXPECT_EQ(operation.why.find("no host"), std::string::npos) << operation.why;
    }
  }
  EXPECT_GT(ran, 20U);
}

TEST(World, TheBindingIsGoneOnlyOnceTheNewAllocationsWereReady) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    auto run = drawn(seed, *bad_deploy().find("runtime-service"), Level::normal);
    auto const made = world::make_world(World::simulated, std::move(run.plan));
    auto& world = *made;
    ASSERT_TRUE(advance_to_alert(world));
    world.advance_to(world.now() + 10s);
    auto const& state = world.platform();
    auto const& probed = state.bindings.at(run.incident.binding).probed;
    ASSERT_TRUE(probed.has_value());
    for (auto const& [id, allocation] : state.allocations) {
      if (allocation.release != run.incident.release) continue;
      ASSERT_EQ(allocation.stage, AllocationStage::ready);
      ASSERT_GT(probed->since, allocation.stage_since);
    }
  }
}

}  // namespace
}  // namespace studylab::drill::bad_deploy
