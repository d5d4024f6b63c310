// The grader's table for host upgrades.
#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/fuzz/drill_testing.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t upgrade_seeds = 12;  // unless a sweep requests others

drill::Drill const& upgrade_drill() { return *drill::find_drill("host-upgrade"); }

class TheUpgradeTable : public ::testing::TestWithParam<std::string> {};

TEST_P(TheUpgradeTable, Holds) { expect_table_holds(upgrade_drill(), GetParam(), upgrade_seeds); }

INSTANTIATE_TEST_SUITE_P(Variants, TheUpgradeTable,
                         ::testing::ValuesIn(variants_of(upgrade_drill())),
                         [](auto const& variant) { return test_name(variant); });

TEST(TheUpgradeTable, EveryRowNamesVariantsOfTheDrill) {
  EXPECT_EQ(unknown_variants(upgrade_drill()), std::vector<std::string>{});
}

TEST(TheUpgradeTable, AGuessIsTheSameInEveryVariant) {
  expect_guesses_are_the_same(upgrade_drill(), upgrade_seeds);
}

}  // namespace
}  // namespace studylab::fuzz
