// The grader's own table, over a hundred seeds per variant.
#include "lab/fuzz/table.h"

#include <set>

#include <gtest/gtest.h>

#include "base/sweep_testing.h"
#include "lab/drill/load.h"
#include "lab/fuzz/checks.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t seeds = 100;  // unless a sweep requests others

class TheTable : public ::testing::TestWithParam<std::string> {};

TEST_P(TheTable, HoldsOverAHundredSeeds) {
  auto const& drill = *drill::find_drill("bad-deploy");
  auto const rows = table(drill.runbook);
  std::uint64_t random_passed = 0;
  auto const swept = testing::sweep_seeds(seeds);
  for (auto seed = swept.first; seed <= swept.last; ++seed) {
    Scenario const scenario{&drill, seed, GetParam(), console::Text::no, {}};
    References references;
    for (auto const& row : rows) {
      if (!applies(row, *drill.find(GetParam()))) continue;
      auto const run = run_scenario(scenario, row.make, &references);
      auto const why = wrong(row, run);
      EXPECT_EQ(why, std::nullopt) << "seed " << seed << ": " << why.value_or("");
      if (row.must != Must::pass_by_chance) continue;
      random_passed += run.score.outcome == grade::Outcome::passed ? 1 : 0;
    }
  }
  EXPECT_EQ(random_passed, 0u);
}

INSTANTIATE_TEST_SUITE_P(Variants, TheTable,
                         ::testing::Values("app-only", "database-migration", "runtime-service",
                                           "route-propagation", "no-fault"),
                         [](auto const& variant) {
                           auto name = variant.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST(TheTable, EveryRowNamesVariantsOfTheDrill) {
  EXPECT_EQ(unknown_variants(*drill::find_drill("bad-deploy")), std::vector<std::string>{});
}

TEST(TheTable, EveryRowHasANameOfItsOwn) {
  std::set<std::string> names;
  auto const& drill = *drill::find_drill("bad-deploy");
  for (auto const& row : table(drill.runbook))
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
}

// A changed expert that gives the expert's own lines in each of these seeds tests nothing.
TEST(TheTable, EveryChangedExpertDiffersFromTheExpert) {
  auto const& drill = *drill::find_drill("bad-deploy");
  for (auto const& variant : drill.variants) {
    std::vector<std::vector<std::string>> lines;
    auto const lines_of = [&](std::uint64_t seed, MakeOperator const& make) {
      Scenario const scenario{&drill, seed, variant.name, console::Text::no, {}};
      return run_scenario(scenario, make).lines;
    };
    for (std::uint64_t seed = 1; seed <= 6; ++seed)
      lines.push_back(lines_of(seed, by_kind("expert")));
    for (auto const& row : table(drill.runbook)) {
      // The operators of the catalogue may do as the expert does where nothing is at fault. The
      // expert rolls back, and repairs forward, by itself.
      bool const own = row.name == "strategy:rollback" || row.name == "strategy:forward-repair";
      bool const changed =
          row.name.find(':') != std::string::npos && !row.name.starts_with("cheat:") && !own;
      if (!changed || !applies(row, variant)) continue;
      bool differs = false;
      for (std::uint64_t seed = 1; seed <= lines.size() && !differs; ++seed) {
        differs = lines_of(seed, row.make) != lines[seed - 1];
      }
      EXPECT_TRUE(differs) << row.name << " in " << variant.name;
    }
  }
}

std::string class_stated(std::vector<std::string> const& lines) {
  std::string stated;
  for (auto const& line : lines) {
    if (line.starts_with("classify ")) stated = line.substr(0, line.find(' ', 9));
  }
  return stated;
}

// An operator that states the same class in every variant is right as often as a random class.
TEST(TheTable, AGuessIsTheSameInEveryVariant) {
  auto const& drill = *drill::find_drill("bad-deploy");
  auto const swept = testing::sweep_seeds(seeds);
  for (auto seed = swept.first; seed <= swept.last; ++seed) {
    for (auto const& row : table(drill.runbook)) {
      if (row.must != Must::guess) continue;
      std::set<std::string> said;
      for (auto const& variant : drill.variants) {
        Scenario const scenario{&drill, seed, variant.name, console::Text::yes, {}};
        said.insert(class_stated(run_scenario(scenario, row.make).lines));
      }
      EXPECT_EQ(said.size(), 1u) << row.name << ", seed " << seed;
    }
  }
}

}  // namespace
}  // namespace studylab::fuzz
