// Levels differ in measured difficulty.
#include "lab/fuzz/levels.h"

#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "command_language/classes.h"
#include "lab/drill/load.h"
#include "lab/operators/fixed_order.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t level_seeds = 12;

class LevelsOf : public ::testing::TestWithParam<std::string> {};

TEST_P(LevelsOf, EachTakesTheExpertMoreQueriesAndTimeAndItStillScoresFull) {
  auto const& drill = *drill::find_drill(GetParam());
  auto levels = empty_levels(drill);
  for (auto& level : levels) {
    ASSERT_EQ(level.scripts.size(), 10U);
    for (std::uint64_t seed = 1; seed <= level_seeds; ++seed) measure_level(drill, seed, level);
    EXPECT_EQ(level.full_scores, level_seeds) << to_text(level.level);
  }
  // How often the scripts pass takes more seeds than a test has: `bench levels` compares that.
  for (std::size_t n = 1; n < levels.size(); ++n) {
    EXPECT_GT(levels[n].queries.mean(), levels[n - 1].queries.mean()) << to_text(levels[n].level);
    EXPECT_GT(levels[n].seconds.mean(), levels[n - 1].seconds.mean()) << to_text(levels[n].level);
  }
}

std::vector<std::string> drill_names() {
  std::vector<std::string> names;
  for (auto const& drill : drill::drills()) names.push_back(drill.id);
  return names;
}
INSTANTIATE_TEST_SUITE_P(Levels, LevelsOf, ::testing::ValuesIn(drill_names()),
                         [](auto const& drill) {
                           auto name = drill.param;
                           std::erase(name, '-');
                           return name;
                         });

LevelFigures figures(std::uint64_t queries, std::uint64_t seconds, std::uint64_t impact,
                     std::uint64_t passed) {
  LevelFigures of;
  of.seeds = 1;
  of.queries.add(queries);
  of.seconds.add(seconds);
  of.impact.add(impact);
  of.scripts.push_back({"script", passed});
  return of;
}

std::vector<std::string> broken(LevelFigures const& normal) {
  AllLevels levels{figures(10, 100, 50, 8), normal, figures(30, 300, 150, 0)};
  levels[2].level = Level::hard;
  return broken_promises("drill", levels);
}

TEST(Levels, APromiseThatIsBrokenIsNamed) {
  EXPECT_TRUE(broken(figures(20, 200, 50, 4)).empty()) << "the impact may stay the same";
  EXPECT_EQ(broken(figures(10, 200, 100, 4)).size(), 1U) << "as many queries as before";
  EXPECT_EQ(broken(figures(20, 300, 100, 4)).size(), 1U) << "as many seconds as the next";
  EXPECT_EQ(broken(figures(20, 200, 40, 4)).size(), 1U) << "less impact";
  EXPECT_EQ(broken(figures(20, 200, 100, 8)).size(), 1U) << "scripts pass as often";
}

TEST(Levels, ASpreadHasItsMeanAndItsUpperMedian) {
  Spread spread;
  EXPECT_EQ(spread.median(), 0U);
  for (std::uint64_t const value : {7U, 1U, 4U, 2U}) spread.add(value);
  EXPECT_EQ(spread.mean(), 3.5);
  EXPECT_EQ(spread.median(), 4U);
}

// --- what people say is not evidence ---

std::string first_statement(FinishedRun const& run) {
  for (auto const& entry : run.entries()) {
    if (fact_if<StatementMade>(entry.fact) != nullptr) return to_text(entry.id);
  }
  return {};
}

TEST(Levels, ReferringToWhatPeopleSaidEarnsNothing) {
  for (auto const& drill : drill::drills()) {
    auto const& variant = drill.variants.front();
    Scenario const scenario{&drill, 3, variant.name, console::Text::no, {}, Level::hard};
    auto const before = run_scenario(scenario, typing({"show incident"}));
    auto const entry = first_statement(before);
    ASSERT_FALSE(entry.empty()) << drill.id;
    bool const scoped = language::needs_scope(drill.runbook, variant.fault_class);
    auto const line =
        fmt::format("classify {}{} --because \"they say so\" --ref {}",
                    to_text(variant.fault_class), scoped ? " --scope customer" : "", entry);
    auto const run = run_scenario(scenario, typing({"show incident", "wait 1m", line}));
    ASSERT_TRUE(run.usage_errors.empty()) << drill.id << ": " << run.usage_errors.front();
    bool const without = std::ranges::any_of(run.score.deductions, [](auto const& lost) {
      return std::holds_alternative<grade::ClassWithoutClue>(lost.reason);
    });
    EXPECT_TRUE(without) << drill.id;
  }
}

// --- scripts in a fixed order ---

TEST(FixedOrder, GivesTheSameCommandsWhateverTheAnswersAre) {
  for (auto const& drill : drill::drills()) {
    for (auto const& script : lab::fixed_scripts(drill.runbook)) {
      auto const make = [&](language::Opening const& opening, Seed const&) {
        return std::make_unique<lab::FixedOrder>(opening, script);
      };
      std::vector<std::vector<std::string>> verbs;
      for (auto const* variant : {&drill.variants.front(), &drill.variants.back()}) {
        auto const run = run_scenario({&drill, 5, variant->name, console::Text::no, {}}, make);
        EXPECT_EQ(run.usage_errors, std::vector<std::string>{}) << drill.id << " " << script.name;
        auto& of = verbs.emplace_back();
        for (auto const& line : run.lines) of.push_back(line.substr(0, line.find(' ')));
      }
      auto const shorter = std::min(verbs[0].size(), verbs[1].size());
      verbs[0].resize(shorter);
      verbs[1].resize(shorter);
      EXPECT_EQ(verbs[0], verbs[1]) << drill.id << " " << script.name;
    }
  }
}

}  // namespace
}  // namespace studylab::fuzz
