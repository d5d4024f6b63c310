#include "world/sim/sim_world.h"

#include <gtest/gtest.h>

#include "control/edges/edges.h"
#include "evidence/invariants/invariants.h"
#include "world/sim/sim_testing.h"

namespace studylab::world::sim {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

TEST(SimWorld, APromotionBringsTheFaultAndARollbackRemovesIt) {
  Tiny const tiny;
  auto const story = play(tiny_plan());
  auto& world = *story.world;
  auto const& platform = world.platform();

  EXPECT_EQ(platform.routes.at(tiny.route).release, tiny.good);
  EXPECT_EQ(platform.routes.at(tiny.route).epoch, KeyEpoch{3});
  EXPECT_EQ(platform.operations.at(tiny.promotion).stage, Stage::rolled_back);
  EXPECT_EQ(platform.operations.at(OperationId{3}).stage, Stage::healthy);
  EXPECT_FALSE(control::symptom_present(platform.environments.at(tiny.environment), world.now()));
  EXPECT_EQ(count_facts<IncidentOpened>(world.chain()), 1u);
  EXPECT_EQ(count_facts<BindingsProbed>(world.chain()), 1u);
  EXPECT_EQ(count_facts<RouteOwnerMoved>(world.chain()), 2u);

  std::uint32_t sessions = 0;
  for (auto const& [id, allocation] : platform.allocations) {
    auto const expected = allocation.release == tiny.good && allocation.id > AllocationId{2}
                              ? AllocationStage::ready
                              : AllocationStage::stopped;
    EXPECT_EQ(allocation.stage, expected) << to_text(id);
    sessions += allocation.sessions_resumed;
  }
  EXPECT_EQ(sessions, 160u) << "80 moved twice";
  EXPECT_LE(world.events(), 600u);
  EXPECT_LE(world.chain().size(), 120u);
}

TEST(SimWorld, TheFirstCrossingRaisesTheAlertAndIsTheOnlyOneRecorded) {
  auto const story = play(tiny_plan());
  std::size_t crossings = 0;
  for (auto const& entry : story.world->chain().entries()) {
    auto const* observed = fact_if<RequestsObserved>(entry.fact);
    if (observed != nullptr && observed->crossing == Crossing::yes) ++crossings;
  }
  EXPECT_EQ(crossings, 1u);
}

TEST(SimWorld, EveryRequestIsInExactlyOneRow) {
  Tiny const tiny;
  auto plan = tiny_plan();
  auto const story = play(plan);
  std::map<EdgeId, std::uint64_t> counted;
  std::map<EdgeId, Instant> until;
  for (auto const& entry : story.world->chain().entries()) {
    auto const* observed = fact_if<RequestsObserved>(entry.fact);
    if (observed == nullptr) continue;
    for (auto const& row : observed->rows) counted[observed->edge] += row.requests;
    auto const begins = until.try_emplace(observed->edge, tiny.began).first;
    EXPECT_EQ(observed->from, begins->second) << "consecutive intervals leave no gap";
    begins->second = observed->until;
  }
  for (auto const& flow : plan.flows) {
    auto const passed = static_cast<std::uint64_t>((until[flow.edge] - tiny.began).count());
    EXPECT_EQ(counted[flow.edge], passed * flow.per_minute / 60'000'000);
  }
}

TEST(SimWorld, MeasuresWhatReallyHappened) {
  Tiny const tiny;
  auto const story = play(tiny_plan());
  auto& world = *story.world;
  auto const measured = world.measure(tiny.errors(), story.called).value().measured;
  // 1,800 requests a minute, of which 30 % fail for a little over twenty seconds.
  EXPECT_GT(measured.failed_requests, 1800u / 3 * 3 / 10);
  EXPECT_LT(measured.failed_requests, 1800u / 2 * 3 / 10);
  EXPECT_EQ(measured.refused_requests, 0u);
  EXPECT_EQ(measured.wrong_release_answers, 0u);
  EXPECT_GE(measured.failed_time, seconds{20});
  EXPECT_LT(measured.failed_time, seconds{30});
  EXPECT_EQ(measured.time_to_mitigate, measured.failed_time);
}

TEST(SimWorld, TheSameSeedGivesTheSameChain) {
  auto const head = [](std::uint64_t seed) { return play(tiny_plan(seed)).world->chain().head(); };
  EXPECT_EQ(head(4), head(4));
  EXPECT_NE(head(4), head(5));
}

TEST(SimWorld, LogsAreTheSameWheneverTheyAreRead) {
  Tiny const tiny;
  auto const story = play(tiny_plan());
  auto& world = *story.world;
  auto const all = world.logs(tiny.environment, AllocationId{}, tiny.began).value();
  ASSERT_FALSE(all.empty());
  std::size_t failing = 0;
  for (auto const& line : all) failing += line.text.find("cart_total") != std::string::npos ? 1 : 0;
  EXPECT_GT(failing, 0u);
  EXPECT_EQ(world.logs(tiny.environment, AllocationId{}, tiny.began).value().size(), all.size());
  auto const later = world.logs(tiny.environment, AllocationId{}, story.called).value();
  EXPECT_LT(later.size(), all.size());
  EXPECT_EQ(later.back().text, all.back().text);
}

TEST(SimWorld, AStalledConsumerLeavesOneEdgeBehindUntilANewBaseline) {
  Tiny const tiny;
  auto plan = tiny_plan();
  plan.changes.clear();
  plan.changes.push_back({tiny.began, ConsumerStall{EdgeId{1}, tiny.partition}});
  SimWorld world{plan};
  ASSERT_TRUE(world.advance_until(
      [](control::State const& state, Instant) { return state.incident.has_value(); },
      tiny.began + minutes{2}));
  EXPECT_EQ(edge_of(world.platform().incident->opened), EdgeId{1});
  world.advance_to(world.now() + seconds{30});
  EXPECT_EQ(count_facts<AutoRepairGaveUp>(world.chain()), 1u);
  EXPECT_EQ(world.platform().operations.at(tiny.promotion).stage, Stage::edge_propagating);
  // The lagging edge finds no endpoint: this is not a refusal by its gap policy.
  EXPECT_GT(world.measure(tiny.errors(), tiny.began).value().measured.failed_requests, 0u);
  EXPECT_EQ(world.measure(tiny.errors(), tiny.began).value().measured.refused_requests, 0u);

  ASSERT_TRUE(
      world.command(given(RepairPropagation{"edge-a"}, "repair-propagation edge-a")).value());
  world.advance_to(world.now() + seconds{50});
  EXPECT_EQ(count_facts<EdgeResumed>(world.chain()), 1u);
  EXPECT_EQ(world.platform().operations.at(OperationId{3}).stage, Stage::healthy);
  EXPECT_EQ(world.platform().operations.at(tiny.promotion).stage, Stage::healthy);
  EXPECT_FALSE(
      control::symptom_present(world.platform().environments.at(tiny.environment), world.now()));
}

// A second app in a partition of its own, whose promotion comes with the first one's.
void add_mail(Plan& plan) {
  Tiny const tiny;
  auto& facts = plan.initial;
  EnvironmentName const mail{"mail/production"};
  PartitionId const partition{2};
  auto declared = *std::get_if<EnvironmentDeclared>(&facts[1]);
  declared.environment = mail;
  declared.route = RouteKey{"mail.example"};
  declared.partition = partition;
  declared.database = DatabaseName{"mail-data"};
  facts.push_back(declared);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    auto const* database = std::get_if<DatabaseRegistered>(&facts[i]);
    if (database == nullptr || database->environment != tiny.environment) continue;
    auto own = *database;
    own.database = declared.database;
    own.environment = mail;
    facts.push_back(std::move(own));
  }
  for (std::uint32_t release : {3U, 4U}) {
    facts.push_back(ReleaseRegistered{ReleaseId{release}, mail, digest_of(1), tiny.began, "", {}});
  }
  facts.push_back(PartitionOpened{partition, BaselineEpoch{1}});
  for (std::uint64_t n = 2; n <= 4; ++n) {
    RouteKey const route{n == 4 ? "mail.example" : "old-" + std::to_string(n) + ".example"};
    facts.push_back(RouteOwnerRecorded{route, mail, partition, RouteSequence{n}, ReleaseId{3},
                                       KeyEpoch{1}, OperationId{1}, tiny.began - minutes{90}});
  }
  for (std::uint32_t n = 3; n <= 4; ++n) {
    facts.push_back(AllocationRecorded{AllocationId{n}, mail, ReleaseId{3}, digest_of(1),
                                       HostId{n - 2}, tiny.began - minutes{90}, 0});
  }
  facts.push_back(OperationRecorded{OperationId{3}, requests::Promotion{mail, ReleaseId{4}, {}, {}},
                                    Stage::waiting, tiny.began - minutes{5},
                                    tiny.began + seconds{3}, PersonName{"ada"}, "weekly"});
}

TEST(SimWorld, AnOperatorResumesEachOfTwoLaggingPartitions) {
  Tiny const tiny;
  PartitionId const mail{2};
  EdgeId const edge{1};
  auto plan = tiny_plan();
  plan.changes.clear();
  add_mail(plan);
  plan.changes.push_back({tiny.began, ConsumerStall{edge, tiny.partition}});
  plan.changes.push_back({tiny.began, ConsumerStall{edge, mail}});
  SimWorld world{plan};
  ASSERT_TRUE(world.advance_until(
      [](control::State const& state, Instant) { return state.incident.has_value(); },
      tiny.began + minutes{2}));
  world.advance_to(world.now() + seconds{30});

  auto const send = [&](Verb verb, std::string line) {
    auto const decision = world.command(given(std::move(verb), std::move(line))).value();
    world.advance_to(world.now() + seconds{10});
    return decision ? std::nullopt : std::optional{decision.error()};
  };
  EXPECT_EQ(send(TakeSnapshot{"edge-a", {}}, "snapshot edge-a"), std::nullopt);
  EXPECT_EQ(send(VerifySnapshot{"edge-a"}, "verify edge-a"), std::nullopt);
  auto const& snapshots = world.platform().edges.at(edge).snapshots;
  ASSERT_EQ(snapshots.size(), 2u);
  EXPECT_EQ(snapshots.at(tiny.partition).fetched.sequence, RouteSequence{3});
  EXPECT_EQ(snapshots.at(mail).fetched.sequence, RouteSequence{5});

  // The second partition first: either order is accepted.
  EXPECT_EQ(send(Resume{"edge-a", RouteSequence{6}}, "resume edge-a --from 6"), std::nullopt);
  EXPECT_EQ(count_facts<EdgeResumed>(world.chain()), 1u);
  EXPECT_EQ(snapshots.size(), 1u);
  EXPECT_FALSE(world.platform().edges.at(edge).resume.has_value());
  EXPECT_EQ(send(Resume{"edge-a", RouteSequence{6}}, "resume edge-a --from 6")->code,
            RefusalCode::sequence_gap);
  EXPECT_EQ(send(Resume{"edge-a", RouteSequence{4}}, "resume edge-a --from 4"), std::nullopt);
  world.advance_to(world.now() + seconds{30});
  EXPECT_EQ(count_facts<EdgeResumed>(world.chain()), 2u);
  EXPECT_TRUE(control::has_caught_up(world.platform(), world.platform().edges.at(edge)));
  for (auto const operation : {tiny.promotion, OperationId{3}}) {
    EXPECT_EQ(world.platform().operations.at(operation).stage, Stage::healthy);
  }
  EXPECT_TRUE(evidence::violations(world.chain().entries()).empty());
}

TEST(SimWorld, AnOwnerRepairsWhatACorrectNoticeNames) {
  Tiny const tiny;
  auto plan = tiny_plan();
  plan.changes.clear();
  plan.changes.push_back(
      {tiny.began + seconds{30}, BindingChange{tiny.binding, BindingState::gone}});
  OwnerRepairs repair;
  repair.environment = tiny.environment;
  repair.name = tiny.binding.value();
  repair.binding = tiny.binding;
  plan.owner_repairs.push_back(repair);
  SimWorld world{plan};
  ASSERT_TRUE(world.advance_until(
      [](control::State const& state, Instant) { return state.incident.has_value(); },
      tiny.began + minutes{2}));
  world.advance_to(world.now() + seconds{5});
  EXPECT_EQ(world.platform().bindings.at(tiny.binding).probed->state, BindingState::gone);
  EXPECT_EQ(world.platform().bindings.at(tiny.binding).probed->since, tiny.began + seconds{30});

  auto const wrong = NotifyOwner{tiny.environment, RepairKind::readiness, ""};
  auto const right = NotifyOwner{tiny.environment, RepairKind::binding, tiny.binding.value()};
  ASSERT_TRUE(
      world.command(given(wrong, "notify-owner shop/production --repair readiness")).value());
  ASSERT_TRUE(
      world.command(given(right, "notify-owner shop/production --repair binding shop-db")).value());
  // The owner reads a notice without a repair and does not search for a cause.
  auto const informs = NotifyOwner{tiny.environment, std::nullopt, ""};
  ASSERT_TRUE(world.command(given(informs, "notify-owner shop/production")).value());
  world.advance_to(world.now() + minutes{4});
  EXPECT_EQ(count_facts<OwnerFoundNothing>(world.chain()), 1u);
  EXPECT_EQ(count_facts<OwnerRepaired>(world.chain()), 1u);
  EXPECT_EQ(count_facts<OwnerAcknowledged>(world.chain()), 1u);
  EXPECT_EQ(world.platform().bindings.at(tiny.binding).probed->state, BindingState::answers);
  EXPECT_FALSE(
      control::symptom_present(world.platform().environments.at(tiny.environment), world.now()));
}

}  // namespace
}  // namespace studylab::world::sim
