#include <gtest/gtest.h>

#include "control/platform_testing.h"

namespace studylab::control {
namespace {

using testing::TestPlatform;

TEST(Plan, OfAHoldPrintsWhatItWouldDo) {
  TestPlatform p;
  p.break_it();
  auto const what_of = [&](Verb verb) {
    std::vector<std::string> words;
    for (auto const& line : control::plan(p.state, TestPlatform::command_of(verb)).lines) {
      words.push_back(line.what);
      EXPECT_TRUE(line.entry) << line.what;
    }
    return words;
  };
  using Words = std::vector<std::string>;
  EXPECT_EQ(what_of(Cancel{"op-10"}), (Words{"would cancel"}));
  EXPECT_EQ(what_of(SetGapPolicy{p.env, GapMode::fail_closed, {}}),
            (Words{"in force", "would be", "declared"}));
  EXPECT_EQ(what_of(ResolveStatus{p.env}), (Words{"would notify", "published now"}));
}

TEST(Plan, OfAnEscalationNamesTheTeam) {
  TestPlatform p;
  p.break_it();
  auto const plan = control::plan(p.state, TestPlatform::command_of(Escalate{Team::security}));
  EXPECT_FALSE(plan.refusal.has_value());
  ASSERT_EQ(plan.lines.size(), 1);
  EXPECT_NE(plan.lines.front().value.find("security"), std::string::npos)
      << plan.lines.front().value;
}

TEST(Notice, IsRefusedWhileTheSameOneIsUnanswered) {
  TestPlatform p;
  p.break_it();
  auto const code_of = [&](Verb verb) { return testing::refusal_code(p.operate(std::move(verb))); };
  NotifyOwner const asked{.environment = p.env, .repair = RepairKind::migration, .name = {}};
  ASSERT_TRUE(p.operate(asked).has_value());
  EXPECT_EQ(code_of(asked), RefusalCode::operation_running);
  ASSERT_TRUE(p.operate(NotifyOwner{.environment = p.env, .repair = {}, .name = {}}).has_value());
  ASSERT_TRUE(p.operate(Escalate{Team::security}).has_value());
  EXPECT_EQ(code_of(Escalate{Team::security}), RefusalCode::operation_running);
  ASSERT_TRUE(p.operate(Escalate{Team::capacity}).has_value());
}

TEST(Plan, OfAnEnvironmentWithoutADatabaseIsUnknown) {
  TestPlatform p;
  p.state.databases.clear();
  auto const plan = control::plan(p.state, TestPlatform::command_of(Deploy{p.env, "rel-4"}));
  EXPECT_EQ(plan.finding, "unknown");
  ASSERT_TRUE(plan.refusal);
  EXPECT_EQ(plan.refusal->code, RefusalCode::database_incompatible);
}

}  // namespace
}  // namespace studylab::control
