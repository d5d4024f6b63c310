// The grader's table for provider outages.
#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/fuzz/drill_testing.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t outage_seeds = 12;  // unless a sweep requests others

drill::Drill const& outage_drill() { return *drill::find_drill("provider-outage"); }

class TheOutageTable : public ::testing::TestWithParam<std::string> {};

TEST_P(TheOutageTable, Holds) { expect_table_holds(outage_drill(), GetParam(), outage_seeds); }

TEST_P(TheOutageTable, ACrashAfterAnyEntryChangesNoOutcome) {
  expect_crashes_change_nothing(outage_drill(), GetParam(), Crashing::all);
}

INSTANTIATE_TEST_SUITE_P(Variants, TheOutageTable, ::testing::ValuesIn(variants_of(outage_drill())),
                         [](auto const& variant) { return test_name(variant); });

TEST(TheOutageTable, EveryRowNamesVariantsOfTheDrill) {
  EXPECT_EQ(unknown_variants(outage_drill()), std::vector<std::string>{});
}

// Another provider than the database's is down: the region is left for nothing.
TEST(TheOutageTable, AFailoverOfAWellDatabaseIsNeedless) {
  std::uint32_t moved = 0;
  auto const makes = expert_with(
      {.before_repair = {"show regions", "failover {data} --to {region} --because \"away\"",
                         "wait 3m"}});
  for (auto const* variant : {"queue", "payment", "object-store"}) {
    for (std::uint64_t seed = 1; seed <= outage_seeds; ++seed) {
      Scenario const scenario{&outage_drill(), seed, variant, console::Text::no, {}};
      auto const run = run_scenario(scenario, makes);
      ASSERT_EQ(run.failed, "");
      for (auto const& lost : run.score.deductions) {
        auto const* reason = std::get_if<grade::NeedlessRepair>(&lost.reason);
        if (reason == nullptr || reason->verb != grade::RepairVerb::failover) continue;
        ++moved;
        EXPECT_EQ(lost.points, 15u) << seed << " " << variant << ": " << in_a_line(run.score);
      }
      EXPECT_LE(run.score.score, 90u) << seed << " " << variant << ": " << in_a_line(run.score);
    }
  }
  EXPECT_GT(moved, 0u) << "in some seeds every proof of the other region holds";
}

TEST(TheOutageTable, AGuessIsTheSameInEveryVariant) {
  expect_guesses_are_the_same(outage_drill(), outage_seeds);
}

}  // namespace
}  // namespace studylab::fuzz
