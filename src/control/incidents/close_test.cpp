#include <gtest/gtest.h>

#include "control/platform_testing.h"

namespace studylab::control {
namespace {

using testing::refusal_code;
using testing::TestPlatform;

TEST(Close, NamesOneMissingThingAtATime) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  EXPECT_EQ(refusal_code(p.operate(Close{"done", {}, {}})), RefusalCode::repair_open);
  p.pass(std::chrono::seconds{40});
  EXPECT_EQ(refusal_code(p.operate(Close{"done", {}, {}})), RefusalCode::impact_missing);
  ASSERT_TRUE(p.operate(StateImpact{10, 1, "", PersonName{}}));
  EXPECT_EQ(refusal_code(p.operate(Close{"done", {}, {}})), RefusalCode::evidence_missing);
  EXPECT_EQ(refusal_code(p.operate(Close{"done", {}, {}}, {"op-9"})), RefusalCode::holds_open);
  EXPECT_EQ(refusal_code(p.operate(Close{"done", {"hold-7"}, {}}, {"op-9"})),
            RefusalCode::no_such_hold);
  EXPECT_TRUE(p.operate(Close{"done", {"hold-1"}, {}}, {"op-9"}));
}

TEST(Close, EndsAnIncidentOnce) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(StateImpact{10, 1, "", PersonName{}}));
  ASSERT_TRUE(p.operate(Close{"done", {}, {}}, {"op-9"}));
  EXPECT_EQ(refusal_code(p.operate(Close{"again", {}, {}}, {"op-9"})), RefusalCode::no_such_thing);
}

// What is missing according to the plan of a close, in the order of its lines.
std::vector<std::string> missing(TestPlatform const& p, Close const& close) {
  std::vector<std::string> lines;
  for (auto const& line : control::plan(p.state, TestPlatform::command_of(close)).lines) {
    lines.push_back(line.what + ": " + line.value);
  }
  return lines;
}

TEST(Close, PlanListsEverythingThatIsMissing) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(Freeze{p.env}));
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  auto const before = missing(p, Close{});
  ASSERT_EQ(before.size(), 7U);
  EXPECT_EQ(before[0], "missing: a class");
  EXPECT_EQ(before[1], "missing: the impact");
  EXPECT_EQ(before[2], "symptom: still present");
  EXPECT_EQ(before[3], "missing: --summary");
  EXPECT_TRUE(before[4].starts_with("missing: --ref"));
  EXPECT_TRUE(before[5].starts_with("open hold: hold-1, freeze on ")) << before[5];
  EXPECT_TRUE(before[6].starts_with("open repair: op-")) << before[6];
  p.pass(std::chrono::seconds{40});
  ASSERT_TRUE(p.operate(StateImpact{10, 1, "", PersonName{}}));
  EXPECT_EQ(missing(p, Close{"done", {"hold-1"}, {}}).size(), 2U);  // a class and references
}

}  // namespace
}  // namespace studylab::control
