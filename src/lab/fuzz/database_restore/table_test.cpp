// The grader's table for database restores.
#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/fuzz/drill_testing.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t restore_seeds = 12;  // unless a sweep requests others

drill::Drill const& restore_drill() { return *drill::find_drill("database-restore"); }

class TheRestoreTable : public ::testing::TestWithParam<std::string> {};

TEST_P(TheRestoreTable, Holds) { expect_table_holds(restore_drill(), GetParam(), restore_seeds); }

TEST_P(TheRestoreTable, ACrashAfterAnyEntryChangesNoOutcome) {
  expect_crashes_change_nothing(restore_drill(), GetParam(), Crashing::all);
}

INSTANTIATE_TEST_SUITE_P(Variants, TheRestoreTable,
                         ::testing::ValuesIn(variants_of(restore_drill())),
                         [](auto const& variant) { return test_name(variant); });

TEST(TheRestoreTable, EveryRowNamesVariantsOfTheDrill) {
  EXPECT_EQ(unknown_variants(restore_drill()), std::vector<std::string>{});
}

TEST(TheRestoreTable, AGuessIsTheSameInEveryVariant) {
  expect_guesses_are_the_same(restore_drill(), restore_seeds);
}

}  // namespace
}  // namespace studylab::fuzz
