// Levels differ in measured difficulty.
#include "lab/fuzz/levels.h"

#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "command_language/classes.h"
#include "lab/drill/load.h"
#include "lab/drill/setup.h"
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

// --- what a level draws ---

// Of one drill and level, over all seeds.
struct Drawn {
  Duration answer_low{}, answer_high{};  // of people
  std::size_t noise = 0;
  std::size_t changes = 0;  // that wait in other environments
  std::size_t misled = 0;   // runs in which an instrument misleads
};

bool misleads(FaultInjected const& fault) {
  return fault.fault == "silent-edge" || fault.fault == "silent-monitor" ||
         fault.fault == "old-check";
}

std::size_t waiting_elsewhere(drill::DrawnRun const& run) {
  return static_cast<std::size_t>(std::ranges::count_if(run.plan.initial, [&](auto const& fact) {
    auto const* operation = std::get_if<OperationRecorded>(&fact);
    return operation != nullptr && operation->stage == Stage::waiting &&
           environment_of(operation->request) != run.environment;
  }));
}

Drawn drawn_at(drill::Drill const& drill, Level level) {
  Drawn drawn;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    auto const& variant = drill::drawn_variant(drill, Seed{seed});
    auto const run = drill::draw(drill, Seed{seed}, variant, level, drill::Topology::drawn);
    drawn.answer_low = run.plan.timings.owner.low;
    drawn.answer_high = run.plan.timings.owner.high;
    EXPECT_EQ(run.plan.timings.team.high, drawn.answer_high) << drill.id;
    drawn.noise += run.plan.log_noise.size();
    drawn.changes += waiting_elsewhere(run);
    auto const misleading = std::ranges::count_if(run.faults, misleads);
    EXPECT_LE(misleading, 1) << drill.id << " " << seed;
    drawn.misled += static_cast<std::size_t>(misleading);
  }
  return drawn;
}

TEST_P(LevelsOf, EachHasSlowerPeopleMoreNoiseAndMoreUnrelatedChanges) {
  auto const& drill = *drill::find_drill(GetParam());
  auto const easy = drawn_at(drill, Level::easy);
  auto const normal = drawn_at(drill, Level::normal);
  auto const hard = drawn_at(drill, Level::hard);
  for (auto const& [lower, higher] : {std::pair{easy, normal}, std::pair{normal, hard}}) {
    EXPECT_LE(lower.answer_low, higher.answer_low);
    EXPECT_LT(lower.answer_high, higher.answer_high);
    EXPECT_LT(lower.noise, higher.noise);
    EXPECT_LT(lower.changes, higher.changes);
  }
}

TEST_P(LevelsOf, OneInstrumentMisleadsInEachRunOnHardOnly) {
  auto const& drill = *drill::find_drill(GetParam());
  EXPECT_EQ(drawn_at(drill, Level::easy).misled, 0U);
  EXPECT_EQ(drawn_at(drill, Level::normal).misled, 0U);
  EXPECT_EQ(drawn_at(drill, Level::hard).misled, 60U);
}

// Whatever the variant is, the same instrument misleads in the same way.
TEST_P(LevelsOf, WhatMisleadsDoesNotDependOnTheVariant) {
  auto const& drill = *drill::find_drill(GetParam());
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    std::vector<FaultInjected> first;
    for (auto const& variant : drill.variants) {
      auto run = drill::draw(drill, Seed{seed}, variant, Level::hard, drill::Topology::drawn);
      std::erase_if(run.faults, [](auto const& fault) { return !misleads(fault); });
      ASSERT_EQ(run.faults.size(), 1U) << variant.name;
      if (first.empty()) first = run.faults;
      EXPECT_EQ(run.faults.front().fault, first.front().fault) << variant.name;
      EXPECT_EQ(run.faults.front().object, first.front().object) << variant.name << " " << seed;
    }
  }
}

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

// --- nor is a check from before the run ---

TEST(Levels, ReferringToAnOldCheckEarnsNothing) {
  struct Case {
    std::string_view drill, variant, query;
  };
  for (auto const& [name, variant, query] :
       {Case{"database-restore", "no-fault", "show database {}"},
        Case{"host-upgrade", "already-upgraded", "show host {}"}}) {
    Scenario const scenario{drill::find_drill(name), 3,  std::string{variant},
                            console::Text::no,       {}, Level::hard};
    auto const before = run_scenario(scenario, typing({"show incident"}));
    std::string object;
    for (auto const& entry : before.entries()) {
      auto const* opened = fact_if<IncidentOpened>(entry.fact);
      if (opened == nullptr) continue;
      object = host_of(*opened) ? to_text(host_of(*opened)) : database_of(*opened).value();
    }
    auto const show = fmt::format(fmt::runtime(query), object);
    auto const shown = run_scenario(scenario, typing({show}));
    std::string old;
    for (auto const& entry : shown.entries()) {
      if (fact_if<Queried>(entry.fact) != nullptr) old = to_text(entry.id);
    }
    ASSERT_FALSE(old.empty()) << name;
    auto const line = fmt::format("classify no-fault --because \"it passed\" --ref {}", old);
    auto const run = run_scenario(scenario, typing({show, line, "wait 3m"}));
    ASSERT_TRUE(run.usage_errors.empty()) << name << ": " << run.usage_errors.front();
    bool const without = std::ranges::any_of(run.score.deductions, [](auto const& lost) {
      return std::holds_alternative<grade::ClassWithoutClue>(lost.reason);
    });
    EXPECT_TRUE(without) << name;
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
