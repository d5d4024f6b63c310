// The grader's table for route gaps, and crashes of every process after every entry.
#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/fuzz/drill_testing.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t gap_seeds = 20;  // unless a sweep requests others

drill::Drill const& gap_drill() { return *drill::find_drill("route-gap"); }

class TheGapTable : public ::testing::TestWithParam<std::string> {};

TEST_P(TheGapTable, Holds) { expect_table_holds(gap_drill(), GetParam(), gap_seeds); }

TEST_P(TheGapTable, ACrashAfterAnyEntryChangesNoOutcome) {
  expect_crashes_change_nothing(gap_drill(), GetParam(), Crashing::without_alerts_edge);
}

INSTANTIATE_TEST_SUITE_P(Variants, TheGapTable, ::testing::ValuesIn(variants_of(gap_drill())),
                         [](auto const& variant) { return test_name(variant); });

TEST(TheGapTable, EveryRowNamesVariantsOfTheDrill) {
  EXPECT_EQ(unknown_variants(gap_drill()), std::vector<std::string>{});
}

TEST(TheGapTable, AGuessIsTheSameInEveryVariant) {
  expect_guesses_are_the_same(gap_drill(), gap_seeds);
}

}  // namespace
}  // namespace studylab::fuzz
