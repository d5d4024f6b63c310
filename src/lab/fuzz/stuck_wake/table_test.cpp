// The grader's table for stuck wakes, and crashes of every process after every entry.
#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/fuzz/drill_testing.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t wake_seeds = 12;  // unless a sweep requests others

drill::Drill const& wake_drill() { return *drill::find_drill("stuck-wake"); }

class TheWakeTable : public ::testing::TestWithParam<std::string> {};

TEST_P(TheWakeTable, Holds) { expect_table_holds(wake_drill(), GetParam(), wake_seeds); }

TEST_P(TheWakeTable, ACrashAfterAnyEntryChangesNoOutcome) {
  expect_crashes_change_nothing(wake_drill(), GetParam(), Crashing::all);
}

INSTANTIATE_TEST_SUITE_P(Variants, TheWakeTable, ::testing::ValuesIn(variants_of(wake_drill())),
                         [](auto const& variant) { return test_name(variant); });

TEST(TheWakeTable, EveryRowNamesVariantsOfTheDrill) {
  EXPECT_EQ(unknown_variants(wake_drill()), std::vector<std::string>{});
}

TEST(TheWakeTable, AGuessIsTheSameInEveryVariant) {
  expect_guesses_are_the_same(wake_drill(), wake_seeds);
}

}  // namespace
}  // namespace studylab::fuzz
