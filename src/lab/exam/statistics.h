#pragma once

#include <cstdint>
#include <optional>

// Confidence intervals of 95 %.
namespace studylab::exam {

struct Interval {
  double low = 0;
  double high = 0;
};

// The share of successes, by Wilson's method without a correction for continuity: it stays within
// 0 and 1, and is good for small numbers and for shares near 0 and 1. `of` is more than zero.
Interval wilson_interval(std::uint64_t successes, std::uint64_t of);

// Whole numbers and their squares, added up: the order does not matter.
struct Sums {
  std::uint64_t count = 0;
  std::uint64_t sum = 0;
  std::uint64_t squares = 0;

  void add(std::uint64_t number) {
    ++count;
    sum += number;
    squares += number * number;
  }
};
double mean(Sums const& sums);  // of at least one number
// The mean, by Student's t with count - 1 degrees of freedom; none with fewer than two numbers.
// Numbers that are all equal give an interval without width.
std::optional<Interval> mean_interval(Sums const& sums);

// What |T| of Student's distribution does not exceed with a probability of 95 %; `degrees` is at
// least 1.
double student_95(std::uint64_t degrees);

}  // namespace studylab::exam
