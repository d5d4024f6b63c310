#include "lab/practice/losses.h"

#include <gtest/gtest.h>

namespace studylab::practice {
namespace {

TEST(Losses, AreSummedByRuleTheDearestFirst) {
  std::vector<RunLosses> const runs{{{"OP1", 10}, {"SW2", 5}}, {}, {{"OP1", 5}, {"OP3", 15}}};
  auto const rules = by_rule(runs);
  ASSERT_EQ(rules.size(), 3u);
  EXPECT_EQ(rules[0], (RuleLosses{"OP1", 15, 2, {10, 0, 5}}));
  EXPECT_EQ(rules[1], (RuleLosses{"OP3", 15, 1, {0, 0, 15}}));
  EXPECT_EQ(rules[2], (RuleLosses{"SW2", 5, 1, {5, 0, 0}}));
}

TEST(Losses, OfNothingAreNothing) {
  EXPECT_TRUE(by_rule({}).empty());
  EXPECT_TRUE(by_rule(std::vector<RunLosses>{{{"OP1", 0}}}).empty());
}

}  // namespace
}  // namespace studylab::practice
