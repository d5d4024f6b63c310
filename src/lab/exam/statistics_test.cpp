#include "lab/exam/statistics.h"

#include <array>

#include <gtest/gtest.h>

namespace studylab::exam {
namespace {

struct Tabulated {
  std::uint64_t successes, of;
  double low, high;
};

// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17
// (1998), table I, method 3.
TEST(Wilson, AgreesWithNewcombesTable) {
  constexpr std::array<Tabulated, 4> rows{{{81, 263, 0.2553, 0.3662},
                                           {15, 148, 0.0624, 0.1605},
                                           {0, 20, 0.0, 0.1611},
                                           {1, 29, 0.0061, 0.1718}}};
  for (auto const& row : rows) {
    auto const found = wilson_interval(row.successes, row.of);
    EXPECT_NEAR(found.low, row.low, 5e-5) << row.successes << " of " << row.of;
    EXPECT_NEAR(found.high, row.high, 5e-5) << row.successes << " of " << row.of;
  }
}

TEST(Wilson, IsSymmetricAndStaysWithinZeroAndOne) {
  for (std::uint64_t of = 1; of <= 60; ++of) {
    for (std::uint64_t n = 0; n <= of; ++n) {
      auto const found = wilson_interval(n, of);
      auto const other = wilson_interval(of - n, of);
      EXPECT_NEAR(found.low, 1 - other.high, 1e-12);
      auto const share = static_cast<double>(n) / static_cast<double>(of);
      EXPECT_LE(0, found.low);
      EXPECT_LE(found.low, share);
      EXPECT_LE(share, found.high);
      EXPECT_LE(found.high, 1);
    }
  }
  EXPECT_EQ(wilson_interval(0, 9).low, 0);
  EXPECT_EQ(wilson_interval(9, 9).high, 1);
}

// Fisher and Yates, "Statistical Tables", table III, P = 0.05.
TEST(Student, AgreesWithTheTables) {
  constexpr std::array<std::pair<std::uint64_t, double>, 14> rows{{{1, 12.706},
                                                                   {2, 4.303},
                                                                   {3, 3.182},
                                                                   {4, 2.776},
                                                                   {5, 2.571},
                                                                   {6, 2.447},
                                                                   {9, 2.262},
                                                                   {10, 2.228},
                                                                   {15, 2.131},
                                                                   {20, 2.086},
                                                                   {30, 2.042},
                                                                   {60, 2.000},
                                                                   {120, 1.980},
                                                                   {1'000'000'000, 1.960}}};
  for (auto const& [degrees, value] : rows) {
    EXPECT_NEAR(student_95(degrees), value, 5e-4) << degrees;
  }
}

TEST(Student, FallsSmoothlyWhereTheExpansionBegins) {
  for (std::uint64_t degrees = 150; degrees < 250; ++degrees) {
    auto const step = student_95(degrees) - student_95(degrees + 1);
    EXPECT_GT(step, 0) << degrees;
    EXPECT_LT(step, 1.2e-4) << degrees;
    EXPECT_NEAR(step, student_95(degrees + 1) - student_95(degrees + 2), 2e-6) << degrees;
  }
}

// The sleep of ten patients: Student, "The probable error of a mean", Biometrika 6 (1908), in
// tenths of an hour: 0.7 -1.6 -0.2 -1.2 -0.1 3.4 3.7 0.8 0.0 2.0. The interval of their mean, 0.75,
// is -0.5297804 to 2.0297804, as R's t.test prints it. 16 tenths are added to each.
TEST(Mean, AgreesWithStudentsOwnData) {
  Sums sums;
  for (std::uint64_t const tenths : {23, 0, 14, 4, 15, 50, 53, 24, 16, 36}) sums.add(tenths);
  EXPECT_DOUBLE_EQ(mean(sums), 7.5 + 16);
  auto const found = mean_interval(sums);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->low, -5.297804 + 16, 1e-5);
  EXPECT_NEAR(found->high, 20.297804 + 16, 1e-5);
}

TEST(Mean, NeedsTwoNumbersAndHasNoWidthIfAllAreEqual) {
  Sums sums;
  sums.add(93);
  EXPECT_FALSE(mean_interval(sums));
  sums.add(93);
  auto const found = mean_interval(sums);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->low, 93);
  EXPECT_EQ(found->high, 93);
}

}  // namespace
}  // namespace studylab::exam
