// Provider outages in the simulated world: brownouts and outages with hysteresis, proxies' counts,
// credentials, failover, what waits for evidence, and what providers say about themselves.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "control/failovers/failovers.h"
#include "control/providers/health.h"
#include "evidence/invariants/invariants.h"
#include "world/plan_testing.h"
#include "world/sim/sim_world.h"

namespace studylab::world::sim {
namespace {

using namespace std::chrono_literals;

ProviderName const pg{"pg-one"};
ProviderName const pg_north{"pg-north"};
BindingName const other_binding{"preview-db"};
RegionName const north{"north"};

// The tiny platform without its bad promotion. Its provider is watched, and a second environment
// uses it with a credential of its own. The fault begins after 20 s, and a passing burst crosses
// the threshold then.
Plan provider_plan(std::vector<Change> faults) {
  Tiny const tiny;
  auto plan = tiny_plan();
  plan.changes.clear();
  std::erase_if(plan.initial, [&](InitialFact const& fact) {
    auto const* operation = std::get_if<OperationRecorded>(&fact);
    return operation != nullptr && operation->operation == tiny.promotion;
  });
  EnvironmentName const preview{"shop/preview"};
  RouteKey const preview_route{"preview.example"};
  auto& initial = plan.initial;
  initial.push_back(EnvironmentDeclared{preview, AppName{"shop"}, Lane::preview, preview_route,
                                        tiny.partition, DatabaseName{"preview-data"}, 1, 1,
                                        GapPolicy{}, SessionStore::none, Permille{50}, 4s});
  Manifest manifest;
  manifest.needs = {other_binding};
  manifest.readiness_path = "/ready";
  initial.push_back(ArtifactStored{digest_of(7), manifest, tiny.began});
  initial.push_back(ReleaseRegistered{ReleaseId{7}, preview, digest_of(7), tiny.began, "", {}});
  initial.push_back(BindingDeclared{other_binding, preview, pg});
  initial.push_back(RouteOwnerRecorded{preview_route, preview, tiny.partition, RouteSequence{3},
                                       ReleaseId{7}, KeyEpoch{1}, OperationId{1},
                                       tiny.began - 90min});
  initial.push_back(AllocationRecorded{AllocationId{7}, preview, ReleaseId{7}, digest_of(7),
                                       HostId{1}, tiny.began - 90min, 1});
  initial.push_back(ProviderRegistered{pg_north, ProviderKind::database});
  for (auto const& name : {pg, pg_north}) initial.push_back(ProviderWatchDeclared{name, 200ms});
  initial.push_back(DependencyAlarmDeclared{tiny.environment});
  initial.push_back(RegionRegistered{RegionName{"south"}});
  initial.push_back(RegionRegistered{north});
  initial.push_back(ReplicaRegistered{tiny.database, north, pg_north});
  plan.flows.push_back(Flow{preview_route, EdgeId{1}, 300, Permille{100}, 5, Permille{}});
  for (std::uint32_t n = 0; n < enum_size<ProofKind>; ++n) {
    ProofChange proof{tiny.database, north, static_cast<ProofKind>(n), Proven::yes, 2s, "seen"};
    plan.changes.push_back({tiny.began, proof});
  }
  Behaviour burst;
  burst.failing = Permille{400};
  burst.code = "unhandled";
  plan.changes.push_back({tiny.began + 20s, BurstChange{tiny.route, {}, burst}});
  plan.changes.push_back({tiny.began + 23s, BurstChange{tiny.route, {}, {}}});
  for (auto& fault : faults) plan.changes.push_back({tiny.began + 21s, std::move(fault)});
  return plan;
}

ProviderChange outage(Permille failing = Permille{1000}) { return {pg, {}, failing, {}, {}}; }
ProviderChange brownout() { return {pg, Permille{1000}, {}, {}, 2s}; }
ProviderChange rejects_all() { return {pg, {}, Permille{1000}, ProviderChange::Rejects::yes, {}}; }

class Outage {
 public:
  explicit Outage(std::vector<Change> faults, Schedule schedule = {})
      : world_(provider_plan(std::move(faults)), std::move(schedule)) {
    bool const opened =
        until([](control::State const& state) { return state.incident.has_value(); });
    EXPECT_TRUE(opened) << "no alert";
  }

  control::State const& state() const { return world_.platform(); }
  SimWorld& world() { return world_; }
  template <class Reached>
  bool until(Reached reached, Duration at_most = 10min) {
    return world_.advance_until(
        [&](control::State const& state, Instant) { return reached(state); },
        world_.now() + at_most);
  }
  control::Decision operate(Verb verb) {
    return world_.command(given(std::move(verb), "a command")).value();
  }
  ProviderState provider() const { return control::state_of(state().providers.at(pg), now()); }
  bool reach(ProviderState wanted) {
    return until([&](control::State const&) { return provider() == wanted; });
  }
  bool reach(Stage stage) {
    return until([&](control::State const& state) {
      return state.operations.rbegin()->second.stage == stage;
    });
  }
  BindingCount const& count(BindingName const& name) const {
    return *state().bindings.at(name).counted;
  }
  Instant now() const { return world_.now(); }
  ~Outage() {
    for (auto const& violation : evidence::violations(world_.chain().entries())) {
      ADD_FAILURE() << violation.rule << ": " << violation.what;
    }
  }

 private:
  SimWorld world_;
};

TEST(SimProviders, OpensAnIncidentAboutDependencies) {
  Outage run{{}};
  EXPECT_TRUE(std::holds_alternative<DependencyErrors>(run.state().incident->opened.subject));
  run.world().advance_to(run.now() + 2min);
  EXPECT_EQ(run.provider(), ProviderState::healthy);
  EXPECT_EQ(run.count(Tiny{}.binding).failed, 0U) << "the burst is the app's own";
  EXPECT_GT(run.count(Tiny{}.binding).calls, 0U);
}

TEST(SimProviders, AnOutageIsDownAndItsBindingsFail) {
  Outage run{{outage()}};
  ASSERT_TRUE(run.reach(ProviderState::down));
  run.world().advance_to(run.now() + 30s);
  for (auto const& name : {Tiny{}.binding, other_binding}) {
    EXPECT_EQ(run.count(name).failed, run.count(name).calls) << name.value();
    EXPECT_EQ(run.count(name).rejected, 0U);
  }
  auto const now = run.now();
  auto const to = control::attribution_of(run.state(), Tiny{}.environment, now - 20s, now);
  ASSERT_TRUE(to);
  EXPECT_EQ(to->provider, pg);
  EXPECT_TRUE(run.state().environments.at(Tiny{}.environment).failing_binding.value().empty())
      << "an edge sees only that the program answers 500";
}

TEST(SimProviders, ABrownoutIsDegradedBeforeItFails) {
  Outage run{{brownout()}};
  ASSERT_TRUE(run.reach(ProviderState::degraded));
  run.world().advance_to(run.now() + 30s);
  auto const& count = run.count(Tiny{}.binding);
  EXPECT_EQ(count.failed, 0U);
  EXPECT_GT(count.slow, 0U);
}

TEST(SimProviders, OneThatRejectsEveryCredentialIsNotRotatedAgainst) {
  Outage run{{rejects_all()}};
  ASSERT_TRUE(run.reach(ProviderState::down));
  run.world().advance_to(run.now() + 30s);
  EXPECT_GT(run.count(Tiny{}.binding).rejected, 0U);
  auto const decision = run.operate(RotateSecret{Tiny{}.binding});
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().code, RefusalCode::rotation_without_cause);
}

TEST(SimProviders, ARejectedCredentialIsReplaced) {
  for (auto const states : {CredentialChange::States::no, CredentialChange::States::yes}) {
    Outage run{{CredentialChange{Tiny{}.binding, SecretState::revoked, states}}};
    run.world().advance_to(run.now() + 40s);
    EXPECT_EQ(run.provider(), ProviderState::healthy);
    EXPECT_EQ(run.count(Tiny{}.binding).rejected, run.count(Tiny{}.binding).calls);
    EXPECT_EQ(run.count(other_binding).rejected, 0U);
    ASSERT_FALSE(run.operate(RotateSecret{other_binding}));
    ASSERT_TRUE(run.operate(RotateSecret{Tiny{}.binding}));
    ASSERT_TRUE(run.reach(Stage::healthy));
    run.world().advance_to(run.now() + 1min);
    EXPECT_EQ(run.count(Tiny{}.binding).failed, 0U);
    EXPECT_FALSE(control::symptom_of(run.state(), *run.state().incident, run.now()).present);
  }
}

TEST(SimProviders, AFailoverEndsTheOutageOfItsEnvironmentOnly) {
  Outage run{{outage()}};
  ASSERT_TRUE(run.reach(ProviderState::down));
  auto const decision = run.operate(FailOver{Tiny{}.database, north});
  ASSERT_TRUE(decision) << decision.error().why;
  ASSERT_TRUE(run.reach(Stage::healthy));
  run.world().advance_to(run.now() + 1min);
  EXPECT_EQ(run.count(Tiny{}.binding).provider, pg_north);
  EXPECT_EQ(run.count(Tiny{}.binding).failed, 0U);
  EXPECT_GT(run.count(other_binding).failed, 0U);
  EXPECT_FALSE(control::symptom_of(run.state(), *run.state().incident, run.now()).present);
}

TEST(SimProviders, AProofWhoseCheckIsStalledAges) {
  ProofChange stalled{Tiny{}.database,
                      north,
                      ProofKind::runtime,
                      Proven::yes,
                      {},
                      "seen",
                      ProofChange::Checker::stalled};
  Outage run{{outage(), stalled}};
  run.world().advance_to(run.now() + proof_lifetime + 40s);
  auto const decision = run.operate(FailOver{Tiny{}.database, north});
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().code, RefusalCode::region_not_ready);
}

Plan with_recovery(Duration after) {
  auto plan = provider_plan({outage()});
  plan.changes.push_back({Tiny{}.began + 21s + after, ProviderChange{pg, {}, {}, {}, {}}});
  return plan;
}

TEST(SimProviders, RecoverByTheSchedule) {
  SimWorld world{with_recovery(3min), {}};
  auto const sick = [](control::State const& state, Instant now) {
    return control::state_of(state.providers.at(pg), now) == ProviderState::down;
  };
  ASSERT_TRUE(world.advance_until(sick, world.now() + 5min));
  ASSERT_TRUE(world.command(given(Escalate{Team::provider}, "escalate provider")).value());
  ASSERT_TRUE(world.advance_until(
      [](control::State const& state, Instant) {
        return state.open_notices.empty() && state.providers.at(pg).estimate.has_value();
      },
      world.now() + 5min));
  auto const expects = world.platform().providers.at(pg).estimate->expects;
  auto const recovery = Tiny{}.began + 21s + 3min;
  if (expects) {
    EXPECT_GE(*expects, recovery);
    EXPECT_LT(*expects, recovery + 1min);
  }
  world.advance_to(recovery + 50s);
  EXPECT_EQ(control::state_of(world.platform().providers.at(pg), world.now()),
            ProviderState::healthy);
}

TEST(SimProviders, AJobFailsWithoutItsProviderUnlessItIsPaused) {
  for (bool const pauses : {false, true}) {
    auto plan = provider_plan({outage()});
    auto const began = Tiny{}.began;
    plan.initial.push_back(
        OperationRecorded{OperationId{30}, requests::Job{Tiny{}.environment, "reindex", pg, 20s},
                          Stage::waiting, began - 1h, began + 90s, PersonName{"ada"}, "monthly"});
    plan.changes.push_back({began + 3min, ProviderChange{pg, {}, {}, {}, {}}});
    SimWorld world{std::move(plan), {}};
    world.advance_to(began + 1min);
    if (pauses) {
      ASSERT_TRUE(world.command(given(Pause{Tiny{}.environment}, "pause")).value());
    }
    world.advance_to(began + 4min);
    auto const stage = [&] { return world.platform().operations.at(OperationId{30}).stage; };
    EXPECT_EQ(stage(), pauses ? Stage::waiting : Stage::failed);
    if (!pauses) continue;
    ASSERT_TRUE(world.command(given(Unpause{Tiny{}.environment}, "unpause")).value());
    world.advance_to(began + 5min);
    EXPECT_EQ(stage(), Stage::healthy);
  }
}

TEST(SimProviders, ACrashOfTheMonitorOrTheControlPlaneChangesNoOutcome) {
  for (auto const* process : {"monitor", "control"}) {
    for (auto const at : {5s, 25s, 45s, 60s}) {
      Schedule schedule;
      schedule.crashes.push_back({process, {}, Tiny{}.began + at, 4s});
      Outage run{{outage()}, std::move(schedule)};
      EXPECT_TRUE(run.reach(ProviderState::down)) << process;
      ASSERT_TRUE(run.operate(FailOver{Tiny{}.database, north}));
      EXPECT_TRUE(run.reach(Stage::healthy)) << process;
    }
  }
}

// However the provider fails, and whenever the database fails over or the provider recovers.
RC_GTEST_PROP(SimProviderProperties, ErrorsAreNeverAttributedToAProviderThatWasWell, ()) {
  auto const fault = *rc::gen::element(outage(), outage(Permille{400}), rejects_all());
  bool const moves = *rc::gen::arbitrary<bool>();
  Outage run{{fault}};
  auto const alert = run.now();
  RC_ASSERT(run.reach(ProviderState::down));
  run.world().advance_to(run.now() + std::chrono::seconds{*rc::gen::inRange(0, 90)});
  Tiny const tiny;
  if (moves) {
    RC_ASSERT(run.operate(FailOver{tiny.database, north}).has_value());
    RC_ASSERT(run.reach(Stage::healthy));
  }
  run.world().advance_to(run.now() + std::chrono::seconds{*rc::gen::inRange(10, 120)});
  bool any = false;
  for (auto from = alert; from < run.now(); from += 10s) {
    auto const to = control::attribution_of(run.state(), tiny.environment, from, from + 10s);
    if (!to) continue;
    any = true;
    RC_ASSERT(to->provider == pg);
  }
  RC_ASSERT(any);
  // Its owner can be informed at any time of the incident, also after the failover.
  auto const published =
      run.operate(PublishStatus{tiny.environment, "provider:" + pg.value(), "calls to it fail"});
  RC_ASSERT(published.has_value());
}

}  // namespace
}  // namespace studylab::world::sim
