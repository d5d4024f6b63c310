#include "lab/exam/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include <gtest/gtest.h>

#include "base/random.h"

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

Sample sample_of(std::initializer_list<std::uint64_t> numbers) {
  Sample sample;
  for (auto const number : numbers) sample.add(number);
  return sample;
}

Sample zeros_and_hundreds(std::uint64_t hundreds, std::uint64_t of) {
  Sample sample;
  for (std::uint64_t n = 0; n < of; ++n) sample.add(n < hundreds ? 100 : 0);
  return sample;
}

// Of numbers that are only 0 or 100, the interval is that of Clopper and Pearson: Newcombe, the
// same table, method 5.
TEST(Mean, AgreesWithClopperAndPearsonInNewcombesTable) {
  constexpr std::array<Tabulated, 4> rows{{{81, 263, 0.2527, 0.3676},
                                           {15, 148, 0.0578, 0.1617},
                                           {0, 20, 0.0, 0.1684},
                                           {1, 29, 0.0009, 0.1776}}};
  for (auto const& row : rows) {
    auto const found = mean_interval(zeros_and_hundreds(row.successes, row.of));
    EXPECT_NEAR(found.low, 100 * row.low, 5e-3) << row.successes << " of " << row.of;
    EXPECT_NEAR(found.high, 100 * row.high, 5e-3) << row.successes << " of " << row.of;
  }
}

// The probability that the weighted mean is at most a bound below all n numbers is bound^n divided
// by their product (the volume of a corner of a simplex), so the lower limit is then the root of
// 0.025 times the product; the upper limit is the same, seen from 100.
TEST(Mean, AgreesWithTheExactFormulaForFewNumbers) {
  std::initializer_list<std::uint64_t> const lists[]{{1},
                                                     {80},
                                                     {99},
                                                     {60, 60},
                                                     {70, 90},
                                                     {50, 51, 52},
                                                     {95, 95, 95, 95, 95, 95},
                                                     {90, 92, 97, 97}};
  for (auto const& numbers : lists) {
    auto const n = static_cast<double>(numbers.size());
    double low = 1;
    double high = 1;
    for (auto const number : numbers) {
      low *= std::pow(static_cast<double>(number), 1 / n);
      high *= std::pow(static_cast<double>(100 - number), 1 / n);
    }
    auto const root = std::pow(0.025, 1 / n);
    ASSERT_LE(root * low, static_cast<double>(std::min(numbers)));
    auto const found = mean_interval(sample_of(numbers));
    EXPECT_NEAR(found.low, root * low, 1e-5) << numbers.size();
    if (root * high > static_cast<double>(100 - std::max(numbers))) continue;
    EXPECT_NEAR(found.high, 100 - root * high, 1e-5) << numbers.size();
  }
}

// Many numbers that are well within the range have the interval that everybody would print.
TEST(Mean, ApproachesStudentsInterval) {
  Sample sample;
  double squares = 0;
  for (std::uint64_t n = 0; n < 2'000; ++n) {
    sample.add(40 + n % 21);
    squares += std::pow(static_cast<double>(40 + n % 21), 2);
  }
  auto const middle = mean(sample);
  auto const half = 1.9612 * std::sqrt((squares / 2'000 - middle * middle) / 1'999);
  auto const found = mean_interval(sample);
  EXPECT_NEAR(found.low, middle - half, 0.05);
  EXPECT_NEAR(found.high, middle + half, 0.05);
}

TEST(Mean, HasAnIntervalWithinTheRangeThatHoldsIt) {
  Random random{Seed{1, {}}, "numbers"};
  for (std::uint64_t round = 0; round < 100; ++round) {
    Sample sample;
    auto const low = random.below(101);
    for (auto count = 1 + random.below(40); count > 0; --count) {
      sample.add(low + random.below(101 - low));
    }
    auto const found = mean_interval(sample);
    EXPECT_LE(0, found.low);
    EXPECT_LE(found.low, mean(sample));
    EXPECT_LE(mean(sample), found.high);
    EXPECT_LE(found.high, 100);
    EXPECT_LT(found.low, found.high);
  }
}

TEST(Mean, HasAnEndOnlyWhereAllNumbersAreThere) {
  EXPECT_EQ(mean_interval(sample_of({100, 100, 100})).high, 100);
  EXPECT_EQ(mean_interval(sample_of({0, 0})).low, 0);
  EXPECT_LT(mean_interval(sample_of({100, 100, 99})).high, 100);
  EXPECT_GT(mean_interval(sample_of({0, 1})).low, 0);
}

TEST(Mean, HoldsForLargeExams) {
  Sample sample;
  for (std::uint64_t n = 0; n < 100'000; ++n) sample.add(n % 10 == 0 ? 40 : 100);
  auto const found = mean_interval(sample);
  EXPECT_NEAR(found.low, 94 - 1.96 * 18 / std::sqrt(1e5), 0.01);
  EXPECT_NEAR(found.high, 94 + 1.96 * 18 / std::sqrt(1e5), 0.01);
}

double chance_of(std::uint64_t n, std::uint64_t of, double share) {
  double chance = 1;
  for (std::uint64_t i = 1; i <= of; ++i) {
    chance *= i <= n ? share * static_cast<double>(of - n + i) / static_cast<double>(i) : 1 - share;
  }
  return chance;
}

// How operators score: mostly everything, seldom little. Student's interval would hold the mean of
// few such scores in less than half of the samples, because most of them are all equal.
TEST(Mean, IsInTheIntervalOf95PercentOfTheSamples) {
  struct Distribution {
    std::uint64_t usual, seldom;
    double share;
  };
  constexpr std::array<Distribution, 4> all{
      {{100, 40, 0.05}, {100, 0, 0.3}, {93, 60, 0.2}, {5, 90, 0.1}}};
  for (auto const& [usual, seldom, share] : all) {
    auto const expected =
        static_cast<double>(usual) * (1 - share) + static_cast<double>(seldom) * share;
    for (std::uint64_t const count : {1, 5, 20}) {
      double held = 0;
      for (std::uint64_t n = 0; n <= count; ++n) {
        Sample sample;
        for (std::uint64_t i = 0; i < count; ++i) sample.add(i < n ? seldom : usual);
        auto const found = mean_interval(sample);
        bool const holds = found.low <= expected && expected <= found.high;
        held += holds ? chance_of(n, count, share) : 0;
      }
      EXPECT_GE(held, 0.95) << usual << " " << seldom << " x " << count;
    }
  }
}

}  // namespace
}  // namespace studylab::exam
