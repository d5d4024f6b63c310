#include <algorithm>

#include <gtest/gtest.h>

#include "control/platform_testing.h"

namespace studylab::control {
namespace {

using testing::refusal_code;
using testing::TestPlatform;

std::size_t policy_orders(TestPlatform const& p) {
  std::vector<Effect> effects;
  react(p.state, effects);
  return static_cast<std::size_t>(std::ranges::count_if(effects, [](Effect const& effect) {
    return std::holds_alternative<OrderGapPolicy>(effect.action);
  }));
}

TEST(GapPolicy, IsOrderedUntilEveryEdgeHasAppliedIt) {
  TestPlatform p;
  EXPECT_EQ(policy_orders(p), 0U);
  ASSERT_TRUE(p.operate(SetGapPolicy{p.env, GapMode::fail_closed, {}}));
  EXPECT_EQ(policy_orders(p), 2U);
  auto const order = p.state.environments.at(p.env).gap_policy_entry;
  auto const applied = [&](std::uint32_t edge, EntryId by) {
    p.give(Report{
        make_fact(GapPolicyApplied{EdgeId{edge}, p.route, by, p.origin(to_text(EdgeId{edge}))})});
  };
  applied(1, EntryId{order.number - 1});  // an earlier policy
  EXPECT_EQ(policy_orders(p), 2U);
  applied(1, order);
  EXPECT_EQ(policy_orders(p), 1U);
  applied(2, order);
  EXPECT_EQ(policy_orders(p), 0U);
}

TEST(GapPolicy, CanBeTightenedButNotLoosened) {
  TestPlatform p;
  EXPECT_TRUE(p.operate(SetGapPolicy{p.env, GapMode::last_verified, std::chrono::minutes{1}}));
  EXPECT_EQ(
      refusal_code(p.operate(SetGapPolicy{p.env, GapMode::last_verified, std::chrono::minutes{6}})),
      RefusalCode::age_beyond_policy);
  EXPECT_TRUE(p.operate(SetGapPolicy{p.env, GapMode::fail_closed, {}}));
  EXPECT_EQ(p.state.holds.size(), 1U);
  EXPECT_TRUE(p.operate(SetGapPolicy{p.env, GapMode::last_verified, {}}));
  EXPECT_TRUE(p.state.holds.empty());
}

}  // namespace
}  // namespace studylab::control
