// Gaps of edges: what causes them, what control planes answer, and how they end.
#include <gtest/gtest.h>

#include "evidence/invariants/invariants.h"
#include "world/plan_testing.h"
#include "world/sim/sim_testing.h"

namespace studylab::world::sim {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr EdgeId lagging{2};

template <class F>
std::vector<F> all(World const& world) {
  std::vector<F> facts;
  for (auto const& entry : world.chain().entries()) {
    if (auto const* fact = fact_if<F>(entry.fact)) facts.push_back(*fact);
  }
  return facts;
}

Plan plan_with(std::vector<WorldChange> changes) {
  auto plan = tiny_plan();
  plan.initial.push_back(ControlPlaneRegistered{"control-1", "control-1"});
  plan.initial.push_back(ControlPlaneRegistered{"control-2", "control-2"});
  for (auto& change : changes) plan.changes.push_back(std::move(change));
  return plan;
}

void expect_healthy(World const& world, BaselineEpoch baseline = BaselineEpoch{1}) {
  Tiny const tiny;
  EXPECT_TRUE(world.platform().edges.at(lagging).gaps.empty());
  EXPECT_TRUE(evidence::violations(world.chain().entries()).empty());
  EXPECT_EQ(world.platform().partitions.at(tiny.partition).baseline, baseline);
  auto const records = all<EdgeGapRecorded>(world);
  ASSERT_FALSE(records.empty());
  for (auto const& record : records) EXPECT_LT(record.seen_at, record.ended_at);
}

TEST(SimGaps, ALostEventIsAGapWhenTheNextOneArrives) {
  Tiny const tiny;
  auto const story = play(plan_with({{tiny.began, EventLoss{lagging, tiny.partition, 1}}}));
  auto const seen = all<EdgeGapSeen>(*story.world);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].edge, lagging);
  EXPECT_EQ(seen[0].cause, GapCause::missing_event);
  EXPECT_EQ(seen[0].applied, RouteSequence{2});
  EXPECT_EQ(seen[0].seen, RouteSequence{4});
  expect_healthy(*story.world);
}

// An edited table at 20 s, while control-1 serves such snapshots.
std::unique_ptr<SimWorld> edited(SnapshotServiceChange service) {
  Tiny const tiny;
  auto world = std::make_unique<SimWorld>(
      plan_with({{tiny.began + seconds{18}, std::move(service)},
                 {tiny.began + seconds{20}, TableEdit{lagging, tiny.route, tiny.good}}}));
  world->advance_to(tiny.began + seconds{60});
  return world;
}

SnapshotServiceChange serves(SnapshotService what) {
  SnapshotServiceChange change{"control-1", what};
  if (what == SnapshotService::forged) change.key_id = "control-9";
  return change;
}

void order(World& world, Verb verb, std::string line) {
  auto const decision = world.command(given(std::move(verb), std::move(line))).value();
  EXPECT_TRUE(decision.has_value()) << decision.error().why;
  world.advance_to(world.now() + seconds{2});
}

TEST(SimGaps, EachBadSnapshotEndsTheEdgesOwnRepairWithItsVerdict) {
  using Row = std::pair<SnapshotService, SnapshotVerdict>;
  for (auto const& [service, verdict] :
       {Row{SnapshotService::stale, SnapshotVerdict::stale},
        Row{SnapshotService::forged, SnapshotVerdict::forged},
        Row{SnapshotService::truncated, SnapshotVerdict::truncated},
        Row{SnapshotService::replayed, SnapshotVerdict::replayed},
        Row{SnapshotService::other_partition, SnapshotVerdict::other_partition}}) {
    auto const world = edited(serves(service));
    auto const checks = all<SnapshotChecked>(*world);
    ASSERT_EQ(checks.size(), 3u) << to_text(verdict);
    for (auto const& check : checks) EXPECT_EQ(check.verdict, verdict);
    ASSERT_EQ(all<AutoRepairGaveUp>(*world).size(), 1u);
    EXPECT_TRUE(all<EdgeResumed>(*world).empty());
    // The other control plane's snapshot is good.
    order(*world, TakeSnapshot{"edge-b", "control-2"}, "snapshot edge-b --from control-2");
    order(*world, VerifySnapshot{"edge-b"}, "verify edge-b");
    EXPECT_EQ(all<SnapshotChecked>(*world).back().verdict, SnapshotVerdict::good);
    EXPECT_EQ(all<SnapshotFetched>(*world).back().source, "control-2");
    auto const next_one = next(all<SnapshotFetched>(*world).back().sequence);
    order(*world, Resume{"edge-b", next_one}, "resume edge-b");
    world->advance_to(world->now() + seconds{12});
    expect_healthy(*world);
  }
}

TEST(SimGaps, AServiceThatIsDownIsNamedByTheRepairThatGivesUp) {
  auto const world = edited(serves(SnapshotService::unavailable));
  auto const gave_up = all<AutoRepairGaveUp>(*world);
  ASSERT_EQ(gave_up.size(), 1u);
  EXPECT_EQ(gave_up[0].why, "control-1 refuses the connection");
  order(*world, TakeSnapshot{"edge-b", ""}, "snapshot edge-b");
  ASSERT_EQ(all<SnapshotFetchFailed>(*world).size(), 1u);
}

TEST(SimGaps, SecurityTakesAKeyOutOfUseAndTheServiceIsGenuineAgain) {
  auto const world = edited(serves(SnapshotService::forged));
  order(*world, Escalate{Team::security}, "escalate security");
  world->advance_to(world->now() + minutes{4});
  auto const replaced = all<KeyReplaced>(*world);
  ASSERT_EQ(replaced.size(), 2u);  // of the forged snapshots, and of the edited table
  EXPECT_EQ(replaced[0].holder, "control-1");
  EXPECT_EQ(replaced[0].taken_out, "control-9");
  EXPECT_TRUE(replaced[0].issued.starts_with("key-")) << replaced[0].issued;
  EXPECT_EQ(replaced[1].holder, "edge-b");
  EXPECT_EQ(all<TeamAnswered>(*world).at(0).found, Found::something);
  order(*world, RepairPropagation{"edge-b"}, "repair-propagation edge-b");
  world->advance_to(world->now() + seconds{15});
  EXPECT_EQ(all<SnapshotFetched>(*world).back().key_id, replaced[0].issued);
  expect_healthy(*world);
  order(*world, Escalate{Team::security}, "escalate security");
  world->advance_to(world->now() + minutes{4});
  EXPECT_EQ(all<TeamAnswered>(*world).back().found, Found::nothing);
}

TEST(SimGaps, AnEditWithAKeyThatIsOutOfUseHasNoEffect) {
  Tiny const tiny;
  SimWorld world{
      plan_with({{tiny.began + seconds{20}, TableEdit{lagging, tiny.route, tiny.good}},
                 {tiny.began + minutes{6}, TableEdit{lagging, tiny.route, ReleaseId{9}}}})};
  world.advance_to(tiny.began + seconds{40});
  order(world, Escalate{Team::security}, "escalate security");
  world.advance_to(tiny.began + minutes{5});
  EXPECT_EQ(all<EdgeGapSeen>(world).size(), 1u);
  world.advance_to(tiny.began + minutes{7});
  EXPECT_EQ(all<EdgeGapSeen>(world).size(), 1u);
}

TEST(SimGaps, ConsumersAheadOfTheirStreamGetANewBaseline) {
  Tiny const tiny;
  SimWorld world{plan_with({{tiny.began + seconds{20}, StreamLoss{tiny.partition, 1}}})};
  world.advance_to(tiny.began + seconds{60});
  auto const seen = all<EdgeGapSeen>(world);
  ASSERT_EQ(seen.size(), 2u);
  for (auto const& gap : seen) EXPECT_EQ(gap.cause, GapCause::other_baseline);
  EXPECT_EQ(all<EdgeResumed>(world).size(), 2u);
  expect_healthy(world);
}

TEST(SimGaps, AStreamOpenedAgainHasTheNextBaseline) {
  Tiny const tiny;
  SimWorld world{plan_with({{tiny.began + seconds{20}, StreamRecreation{tiny.partition}}})};
  world.advance_to(tiny.began + seconds{60});
  EXPECT_EQ(all<PartitionReopened>(world).size(), 1u);
  auto const resumed = all<EdgeResumed>(world);
  ASSERT_EQ(resumed.size(), 2u);
  for (auto const& one : resumed) {
    EXPECT_EQ(one.baseline, BaselineEpoch{2});
    EXPECT_EQ(one.cleared, GapCause::other_baseline);
  }
  expect_healthy(world, BaselineEpoch{2});
}

TEST(SimGaps, AStreamIsNotOpenedAgainWithoutALeader) {
  Tiny const tiny;
  SimWorld world{plan_with({{tiny.began + seconds{20}, ProcessCrash{"control", seconds{15}}},
                            {tiny.began + seconds{25}, StreamRecreation{tiny.partition}}})};
  world.advance_to(tiny.began + seconds{30});
  EXPECT_EQ(world.now(), tiny.began + seconds{30});
  world.advance_to(tiny.began + seconds{90});
  EXPECT_EQ(all<PartitionReopened>(world).size(), 1u);
  expect_healthy(world, BaselineEpoch{2});
}

}  // namespace
}  // namespace studylab::world::sim
