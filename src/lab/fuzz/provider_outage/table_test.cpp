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

TEST(TheOutageTable, AGuessIsTheSameInEveryVariant) {
  expect_guesses_are_the_same(outage_drill(), outage_seeds);
}

}  // namespace
}  // namespace studylab::fuzz
