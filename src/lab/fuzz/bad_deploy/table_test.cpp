// The grader's table for bad deploys.
#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/fuzz/drill_testing.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t deploy_seeds = 100;  // unless a sweep requests others

drill::Drill const& deploy_drill() { return *drill::find_drill("bad-deploy"); }

class TheDeployTable : public ::testing::TestWithParam<std::string> {};

TEST_P(TheDeployTable, Holds) { expect_table_holds(deploy_drill(), GetParam(), deploy_seeds); }

INSTANTIATE_TEST_SUITE_P(Variants, TheDeployTable, ::testing::ValuesIn(variants_of(deploy_drill())),
                         [](auto const& variant) { return test_name(variant); });

TEST(TheDeployTable, EveryRowNamesVariantsOfTheDrill) {
  EXPECT_EQ(unknown_variants(deploy_drill()), std::vector<std::string>{});
}

// A changed expert that gives the expert's own lines in each of these seeds tests nothing.
TEST(TheDeployTable, EveryChangedExpertDiffersFromTheExpert) {
  auto const& drill = deploy_drill();
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

TEST(TheDeployTable, AGuessIsTheSameInEveryVariant) {
  expect_guesses_are_the_same(deploy_drill(), deploy_seeds);
}

}  // namespace
}  // namespace studylab::fuzz
