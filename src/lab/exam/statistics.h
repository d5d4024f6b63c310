#pragma once

#include <cstdint>
#include <map>

// Confidence intervals of 95 %: below and above them are 2.5 % each.
namespace studylab::exam {

struct Interval {
  double low = 0;
  double high = 0;
};

// The share of successes, by Wilson's method without a correction for continuity: it stays within
// 0 and 1, and is good for small numbers and for shares near 0 and 1. `of` is more than zero.
Interval wilson_interval(std::uint64_t successes, std::uint64_t of);

// Numbers from 0 to 100, such as scores. The order in which they were added does not matter.
class Sample {
 public:
  static constexpr std::uint64_t highest = 100;

  void add(std::uint64_t number);  // at most `highest`

  std::uint64_t count() const { return count_; }
  std::uint64_t sum() const { return sum_; }
  std::map<std::uint64_t, std::uint64_t> const& times() const { return times_; }  // by number

 private:
  std::uint64_t count_ = 0;
  std::uint64_t sum_ = 0;
  std::map<std::uint64_t, std::uint64_t> times_;
};

// Both of at least one number.
double mean(Sample const& sample);
// The mean, by Gaffke's method for bounded numbers: it stays within 0 and 100, needs no assumption
// about how the numbers are distributed between them, and has a width even if all are equal. If all
// are 0 or 100, it is the interval of Clopper and Pearson.
Interval mean_interval(Sample const& sample);

}  // namespace studylab::exam
