// Wakes in the simulated world: stampedes, causes at each stage, repairs and crashes.

#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "evidence/invariants/invariants.h"
#include "world/sim/sleep_testing.h"

namespace studylab::world::sim {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using namespace testing;

constexpr std::uint32_t release_rate = 50;  // per second at each edge

SleepPolicyDeclared& policy_in(Plan& plan) {
  for (auto& fact : plan.initial) {
    if (auto* policy = std::get_if<SleepPolicyDeclared>(&fact)) return *policy;
  }
  STUDYLAB_CHECK(!"no environment of the plan sleeps");
  return std::get<SleepPolicyDeclared>(plan.initial.front());
}

// So many requests at each of the two edges, 2 s after the beginning.
Plan stampede(std::uint32_t requests) {
  auto plan = healthy_sleeping_plan();
  plan.flows.clear();
  policy_in(plan).release_per_second = release_rate;
  policy_in(plan).settle = seconds{1};
  plan.changes.push_back(cohort(1, requests, seconds{2}));
  plan.changes.push_back(cohort(2, requests, seconds{2}));
  return plan;
}

template <class F>
std::vector<F> facts_of(World const& world) {
  std::vector<F> facts;
  for (auto const& entry : world.chain().entries()) {
    if (auto const* fact = fact_if<F>(entry.fact)) facts.push_back(*fact);
  }
  return facts;
}

std::vector<control::Operation> wakes_of(World const& world) {
  std::vector<control::Operation> wakes;
  for (auto const& [id, operation] : world.platform().operations) {
    if (std::holds_alternative<control::kinds::Wake>(operation.as)) wakes.push_back(operation);
  }
  return wakes;
}

void expect_no_violation(World const& world) {
  for (auto const& violation : evidence::violations(world.chain().entries())) {
    ADD_FAILURE() << violation.rule << ": " << violation.what;
  }
}

// At most the rate, plus one burst.
void expect_released_within_rate(World const& world) {
  for (auto const& report : facts_of<GateReported>(world)) {
    std::uint64_t released = 0;
    for (auto const& row : report.rows) released += row.released;
    auto const length = static_cast<std::uint64_t>((report.until - report.from).count());
    EXPECT_LE(released, 1 + length * release_rate / 1'000'000);
  }
}

// SW3, SW4, SWN1 and SWN2 in a stampede.
TEST(SimWakes, AStampedeAtTwoEdgesIsOneOperationWithOneAttempt) {
  Tiny const tiny;
  SimWorld world{stampede(10'000)};
  world.advance_to(tiny.began + minutes{2});
  auto const wakes = wakes_of(world);
  ASSERT_EQ(wakes.size(), 1U);
  EXPECT_EQ(wakes[0].stage, Stage::hot);
  EXPECT_EQ(std::get<control::kinds::Wake>(wakes[0].as).attempts.size(), 1U);
  EXPECT_EQ(count_facts<AllocationPlanned>(world.chain()), 1U);
  EXPECT_EQ(count_facts<WakeAsked>(world.chain()), 2U);
  EXPECT_EQ(count_facts<WakeJoined>(world.chain()), 1U);
  for (auto const edge : {EdgeId{1}, EdgeId{2}}) {
    auto const sums = gate_sums(world, edge);
    EXPECT_EQ(sums.joined, 200U);
    EXPECT_EQ(sums.released, 200U);
    EXPECT_EQ(sums.refused, 9'800U);
    auto const rows = counted(world, edge);
    EXPECT_EQ(rows.at(RequestError::gate_full), 9'800U);
    EXPECT_EQ(rows.at(RequestError::none), 200U);
  }
  expect_released_within_rate(world);
  EXPECT_EQ(world.measure(tiny.stuck_wake(), tiny.began).value().unready_answers, 0U);
  expect_no_violation(world);
}

// Requests are counted, not listed.
TEST(SimWakes, AStampedeOfAnySizeTakesTheSameEventsAndEntries) {
  Tiny const tiny;
  auto const size_of = [&](std::uint32_t requests) {
    SimWorld world{stampede(requests)};
    world.advance_to(tiny.began + minutes{2});
    return std::pair{world.events(), world.chain().size()};
  };
  EXPECT_EQ(size_of(10'000), size_of(2'000'000'000));
}

// Unsafe requests without a contract and upgrades are answered at once; idempotent ones wait within
// a small bound.
TEST(SimWakes, EachClassOfRequestsHasItsOwnBounds) {
  Tiny const tiny;
  auto plan = healthy_sleeping_plan();
  plan.flows.clear();
  CohortArrival arrival;
  arrival.route = tiny.route;
  arrival.edge = EdgeId{1};
  arrival.safe = arrival.idempotent = arrival.unsafe = arrival.upgrades = 1000;
  plan.changes.push_back({tiny.began + seconds{2}, arrival});
  SimWorld world{std::move(plan)};
  world.advance_to(tiny.began + minutes{2});
  std::array<std::uint64_t, enum_size<RequestClass>> joined{};
  std::array<std::uint64_t, enum_size<RequestClass>> refused{};
  for (auto const& report : facts_of<GateReported>(world)) {
    for (auto const& row : report.rows) {
      joined[static_cast<std::size_t>(row.request_class)] += row.joined;
      refused[static_cast<std::size_t>(row.request_class)] += row.refused;
    }
  }
  EXPECT_EQ(joined, (std::array<std::uint64_t, 4>{200, 20, 0, 0}));
  EXPECT_EQ(refused, (std::array<std::uint64_t, 4>{800, 980, 1000, 1000}));
  expect_no_violation(world);
}

struct Cause {
  Change change;
  AllocationStage surfaces = AllocationStage::pulling;
};

// Every cause, at every stage in which it can surface.
std::vector<Cause> causes() {
  using enum AllocationStage;
  Tiny const tiny;
  auto const build = digest_of(1);
  return {{ArtifactLoss{build}, pulling},
          {RegistryChange{build, std::nullopt, pulling}, pulling},
          {RegistryChange{build, digest_of(7), pulling}, pulling},
          {RegistryChange{build, digest_of(7), starting}, starting},
          {RegistryChange{build, digest_of(7), readiness}, readiness},
          {SecretChange{tiny.binding, SecretState::missing, secrets}, secrets},
          {SecretChange{tiny.binding, SecretState::expired, secrets}, secrets},
          {SecretChange{tiny.binding, SecretState::expired, binding}, binding},
          {SecretChange{tiny.binding, SecretState::expired, readiness}, readiness},
          {BindingChange{tiny.binding, BindingState::gone, binding}, binding},
          {BindingChange{tiny.binding, BindingState::gone, readiness}, readiness},
          {ReadinessChange{build, 503, {}}, readiness}};
}

// A wake that this makes fail; it may take each attempt's whole readiness budget.
std::unique_ptr<SimWorld> stuck(Change change, std::vector<OwnerRepairs> repairs = {}) {
  Tiny const tiny;
  auto plan = healthy_sleeping_plan();
  policy_in(plan).budget = minutes{3};
  plan.owner_repairs = std::move(repairs);
  plan.changes.push_back({tiny.began, std::move(change)});
  auto world = std::make_unique<SimWorld>(std::move(plan));
  world->advance_to(tiny.began + minutes{4});
  return world;
}

TEST(SimWakes, EachCauseEndsTheWakeAtTheStageInWhichItSurfaces) {
  Tiny const tiny;
  for (auto const& cause : causes()) {
    SCOPED_TRACE(fmt::format("change {}, {}", cause.change.index(), to_text(cause.surfaces)));
    auto const story = stuck(cause.change);
    auto const& world = *story;
    auto const wakes = wakes_of(world);
    ASSERT_EQ(wakes.size(), 1U);
    EXPECT_EQ(wakes[0].stage, Stage::failed);
    EXPECT_EQ(std::get<control::kinds::Wake>(wakes[0].as).attempts.size(), 3U);
    auto const proposed = facts_of<NoticeProposed>(world);
    ASSERT_EQ(proposed.size(), 1U);
    EXPECT_EQ(proposed[0].stage, cause.surfaces);
    EXPECT_FALSE(proposed[0].seen.empty());
    auto const opened = facts_of<IncidentOpened>(world);
    ASSERT_EQ(opened.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<WakeStuck>(opened[0].subject));
    for (auto const edge : {EdgeId{1}, EdgeId{2}}) {
      auto const rows = counted(world, edge);
      EXPECT_GT(rows.at(RequestError::wake_failed), 0U);
      EXPECT_FALSE(rows.contains(RequestError::none));
      EXPECT_EQ(gate_sums(world, edge).released, 0U);
    }
    expect_no_violation(world);
  }
}

// SW5: the owner repairs what the notice names, and the retried wake succeeds.
TEST(SimWakes, ARetryAfterTheRepairMakesTheEnvironmentHot) {
  Tiny const tiny;
  SecretChange const missing{tiny.binding, SecretState::missing, AllocationStage::secrets};
  OwnerRepairs repair;
  repair.environment = tiny.environment;
  repair.repair = RepairKind::secret;
  repair.name = tiny.binding.value();
  repair.changes.push_back(
      SecretChange{tiny.binding, SecretState::present, AllocationStage::secrets});
  auto const story = stuck(missing, {repair});
  auto& world = *story;
  auto const command = [&](Verb verb) {
    return world.command(given(std::move(verb), "a command")).value().has_value();
  };
  auto const wake = wakes_of(world).at(0).id;
  ASSERT_TRUE(command(Retry{to_text(wake)}));  // too early
  world.advance_to(tiny.began + minutes{6});
  ASSERT_EQ(wakes_of(world).at(0).stage, Stage::failed);
  ASSERT_TRUE(command(NotifyOwner{tiny.environment, RepairKind::secret, tiny.binding.value()}));
  world.advance_to(tiny.began + minutes{10});
  ASSERT_EQ(facts_of<OwnerRepaired>(world).size(), 1U);
  ASSERT_TRUE(command(Retry{to_text(wake)}));
  world.advance_to(tiny.began + minutes{12});
  ASSERT_EQ(wakes_of(world).size(), 1U);
  EXPECT_EQ(wakes_of(world)[0].stage, Stage::hot);
  EXPECT_GT(counted(world, EdgeId{1}).at(RequestError::none), 0U);
  EXPECT_EQ(world.measure(tiny.stuck_wake(), tiny.began).value().unready_answers, 0U);
  expect_no_violation(world);
}

Plan without_hosts() {
  Tiny const tiny;
  auto plan = healthy_sleeping_plan();
  for (std::uint32_t host : {1U, 2U}) {
    plan.initial.push_back(HostCordonRecorded{HostId{host}, tiny.began, "patching"});
  }
  plan.spare_host = SpareHost{HostId{3}, digest_of(9), 4};
  return plan;
}

TEST(SimWakes, TheCapacityTeamsHostTakesARetriedWake) {
  Tiny const tiny;
  SimWorld world{without_hosts()};
  world.advance_to(tiny.began + minutes{2});
  ASSERT_EQ(wakes_of(world).at(0).stage, Stage::failed);
  EXPECT_EQ(facts_of<WakePlacementFailed>(world).size(), 3U);
  EXPECT_EQ(facts_of<NoticeProposed>(world).at(0).stage, AllocationStage::planned);
  ASSERT_TRUE(world.command(given(Escalate{Team::capacity}, "escalate")).value());
  world.advance_to(tiny.began + minutes{6});
  ASSERT_EQ(facts_of<HostBrought>(world).size(), 1U);
  auto const wake = wakes_of(world).at(0).id;
  ASSERT_TRUE(world.command(given(Retry{to_text(wake)}, "retry")).value());
  world.advance_to(tiny.began + minutes{7});
  EXPECT_EQ(wakes_of(world)[0].stage, Stage::hot);
  expect_no_violation(world);
}

// The image that a host runs decides whether it may be uncordoned.
TEST(SimWakes, AHealthyCordonedHostCanBeUncordonedAfterItsPostcheck) {
  Tiny const tiny;
  auto plan = without_hosts();
  plan.changes.push_back({tiny.began, HostImageChange{HostId{1}, digest_of(8)}});
  SimWorld world{std::move(plan)};
  world.advance_to(tiny.began + minutes{2});
  auto const uncordoned = [&](std::uint32_t host) {
    auto const name = to_text(HostId{host});
    EXPECT_TRUE(world.command(given(Postcheck{name}, "postcheck")).value());
    world.advance_to(world.now() + seconds{10});
    return world.command(given(Uncordon{name}, "uncordon")).value().has_value();
  };
  EXPECT_FALSE(uncordoned(1));
  EXPECT_TRUE(uncordoned(2));
  auto const wake = wakes_of(world).at(0).id;
  ASSERT_TRUE(world.command(given(Retry{to_text(wake)}, "retry")).value());
  world.advance_to(tiny.began + minutes{4});
  EXPECT_EQ(wakes_of(world)[0].stage, Stage::hot);
  expect_no_violation(world);
}

// Whatever crashes, after whichever entry.
TEST(SimWakes, ACrashOfAnyComponentStillEndsInOneHotWake) {
  Tiny const tiny;
  auto const first = static_cast<std::uint32_t>(stampede(1).initial.size()) + 2;
  auto const calm = [&] {
    SimWorld world{stampede(300)};
    world.advance_to(tiny.began + minutes{1});
    return world.chain().size();
  }();
  for (auto const* component : {"control", "edge-a", "runner-host-1", "runner-host-2"}) {
    for (auto entry = first; entry <= calm; ++entry) {
      SCOPED_TRACE(fmt::format("{} after entry {}", component, entry));
      Schedule schedule;
      schedule.crashes.push_back({component, EntryId{entry}, Instant{}, seconds{4}});
      SimWorld world{stampede(300), schedule};
      world.advance_to(tiny.began + minutes{3});
      auto const wakes = wakes_of(world);
      ASSERT_EQ(wakes.size(), 1U);
      EXPECT_EQ(wakes[0].stage, Stage::hot);
      EXPECT_LE(count_facts<AllocationPlanned>(world.chain()), 3U);
      EXPECT_EQ(gate_sums(world, EdgeId{2}).waiting, 0U);
      expect_released_within_rate(world);
      expect_no_violation(world);
    }
  }
}

// Messages of wakes may be lost, come twice or late.
TEST(SimWakes, LossDuplicatesAndReorderingLeaveOneHotWake) {
  Tiny const tiny;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    auto plan = stampede(300);
    plan.seed = Seed{seed, {}};
    Schedule schedule;
    schedule.loss = schedule.duplicate = schedule.reorder = Permille{200};
    SimWorld world{std::move(plan), schedule};
    world.advance_to(tiny.began + minutes{3});
    auto const wakes = wakes_of(world);
    ASSERT_EQ(wakes.size(), 1U);
    EXPECT_EQ(wakes[0].stage, Stage::hot);
    expect_released_within_rate(world);
    expect_no_violation(world);
  }
}

}  // namespace
}  // namespace studylab::world::sim
