// A database fails over only if a fresh fact proves everything that it needs.
#include <gtest/gtest.h>

#include "control/failovers/failovers.h"
#include "control/provider_platform_testing.h"

namespace studylab::control {
namespace {

using namespace std::chrono_literals;
using testing::ProviderPlatform;
using testing::refusal_code;

TEST(Failover, MovesTheDatabaseAndItsBindings) {
  ProviderPlatform p;
  p.probe({.states = {{p.pg, ProviderState::down}}});
  p.prove();
  ASSERT_TRUE(p.fail_over());
  EXPECT_EQ(p.latest_stage(), Stage::cut_over);
  EXPECT_EQ(p.state.bindings.at(p.db).declared.provider, p.pg_north);
  EXPECT_EQ(p.state.bindings.at(p.preview_db).declared.provider, p.pg);
  EXPECT_EQ(region_of(p.state, p.database), p.north);
  EXPECT_EQ(refusal_code(p.operate(Close{"done", {}, {}})), RefusalCode::repair_open);
  p.now += 10s;
  p.probe({.states = {{p.pg, ProviderState::down}}, .failing = {p.db}});
  EXPECT_EQ(p.latest_stage(), Stage::cut_over) << "its calls still fail";
  p.now += 10s;
  p.probe({.states = {{p.pg, ProviderState::down}}});
  EXPECT_EQ(p.latest_stage(), Stage::healthy);
  EXPECT_EQ(environment_health(p.state, p.env, p.now).state, ProviderState::healthy);
  EXPECT_EQ(refusal_code(p.fail_over()), RefusalCode::already_in_region);
}

TEST(Failover, NeedsEveryProof) {
  for (std::uint32_t n = 0; n < enum_size<ProofKind>; ++n) {
    auto const kind = static_cast<ProofKind>(n);
    ProviderPlatform p;
    auto const expected =
        is_about_data(kind) ? RefusalCode::topology_unproven : RefusalCode::region_not_ready;
    EXPECT_EQ(refusal_code(p.fail_over()), RefusalCode::topology_unproven) << "nothing is seen";
    p.prove(kind);
    EXPECT_EQ(refusal_code(p.fail_over()), expected) << to_text(kind);
  }
}

TEST(Failover, NeedsFreshProofsAndALagWithinTheRpo) {
  ProviderPlatform p;
  p.prove({}, 61s);
  EXPECT_EQ(refusal_code(p.fail_over()), RefusalCode::topology_unproven);
  p.prove({}, 60s);
  p.now += proof_lifetime + 1s;
  auto const late = p.fail_over();
  ASSERT_EQ(refusal_code(late), RefusalCode::topology_unproven);
  EXPECT_TRUE(late.error().why.contains("stale")) << late.error().why;
  p.prove();
  EXPECT_TRUE(p.fail_over());
}

TEST(Failover, PlansListEveryProofWithItsAge) {
  ProviderPlatform p;
  p.prove(ProofKind::secrets);
  auto const plan = control::plan(p.state, p.command_of(FailOver{p.database, p.north}));
  EXPECT_EQ(plan.finding, "refused");
  std::size_t proofs = 0;
  for (auto const& line : plan.lines) proofs += line.what.starts_with("proof ") ? 1 : 0;
  EXPECT_EQ(proofs, enum_size<ProofKind>);
}

TEST(Failover, PlansSayHowMuchCanBeLost) {
  ProviderPlatform p;
  p.prove({}, 2500ms);
  auto const plan = control::plan(p.state, p.command_of(FailOver{p.database, p.north}));
  auto const found = std::ranges::find(plan.lines, "can lose", &PlanLine::what);
  ASSERT_NE(found, plan.lines.end());
  EXPECT_TRUE(found->value.starts_with("the last 2500ms of writes")) << found->value;
}

TEST(Failover, NeedsKnownNames) {
  ProviderPlatform p;
  EXPECT_EQ(refusal_code(p.operate(FailOver{DatabaseName{"other"}, p.north})),
            RefusalCode::no_such_thing);
  EXPECT_EQ(refusal_code(p.operate(FailOver{p.database, RegionName{"west"}})),
            RefusalCode::no_such_thing);
  EXPECT_EQ(refusal_code(p.operate(FailOver{p.database, p.home})), RefusalCode::already_in_region);
  testing::TestPlatform one_region;
  EXPECT_EQ(refusal_code(one_region.operate(FailOver{p.database, p.north})),
            RefusalCode::nothing_of_this_kind);
}

// Whatever is reported in whatever order, and wherever the control plane crashes, a failover goes
// through its stages once.
TEST(Failover, SurvivesACrashAfterAnyEntry) {
  ProviderPlatform whole;
  whole.prove();
  auto const before = whole.entries.size();
  whole.fail_over();
  auto const after = whole.entries.size();
  for (auto crash = before; crash <= after; ++crash) {
    ProviderPlatform p;
    p.prove();
    p.crash_after = crash;
    p.fail_over();
    p.settle();
    EXPECT_EQ(p.latest_stage(), Stage::cut_over) << crash;
    EXPECT_EQ(p.state.bindings.at(p.db).declared.provider, p.pg_north) << crash;
  }
}

}  // namespace
}  // namespace studylab::control
