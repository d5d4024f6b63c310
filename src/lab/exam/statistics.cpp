#include "lab/exam/statistics.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace studylab::exam {
namespace {

constexpr double level = 0.95;
constexpr double normal_95 = 1.959963984540054;  // the same of the normal distribution

// P(|T| < t), as a finite sum: Abramowitz and Stegun, 26.7.3 and 26.7.4.
double student_within(double t, std::uint64_t degrees) {
  auto const angle = std::atan(t / std::sqrt(static_cast<double>(degrees)));
  auto const cosine = std::cos(angle);
  bool const odd = degrees % 2 == 1;
  double term = odd ? cosine : 1;
  double sum = degrees > 1 ? term : 0;
  for (std::uint64_t n = odd ? 3 : 2; n + 2 <= degrees; n += 2) {
    auto const k = static_cast<double>(n);
    term *= cosine * cosine * (k - 1) / k;
    sum += term;
  }
  auto const inner = std::sin(angle) * sum;
  return odd ? 2 / std::numbers::pi * (angle + inner) : inner;
}

// The expansion in powers of 1 / degrees: Abramowitz and Stegun, 26.7.5.
double student_expanded(double degrees) {
  constexpr double z = normal_95;
  constexpr double z2 = z * z;
  return z + z * (z2 + 1) / (4 * degrees) +
         z * ((5 * z2 + 16) * z2 + 3) / (96 * degrees * degrees) +
         z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / (384 * degrees * degrees * degrees);
}

}  // namespace

Interval wilson_interval(std::uint64_t successes, std::uint64_t of) {
  auto const n = static_cast<double>(of);
  auto const share = static_cast<double>(successes) / n;
  constexpr double z2 = normal_95 * normal_95;
  auto const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  auto const half =
      normal_95 / (1 + z2 / n) * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
  // Exact where rounding would miss the end.
  return {successes == 0 ? 0 : centre - half, successes == of ? 1 : centre + half};
}

double mean(Sums const& sums) {
  return static_cast<double>(sums.sum) / static_cast<double>(sums.count);
}

std::optional<Interval> mean_interval(Sums const& sums) {
  if (sums.count < 2) return std::nullopt;
  auto const n = static_cast<double>(sums.count);
  auto const middle = mean(sums);
  // Whole numbers are subtracted before the division, so that equal numbers have no spread.
  auto const spread = static_cast<double>(sums.squares * sums.count - sums.sum * sums.sum);
  auto const deviation = std::sqrt(spread / n / (n - 1));
  auto const half = student_95(sums.count - 1) * deviation / std::sqrt(n);
  return Interval{middle - half, middle + half};
}

double student_95(std::uint64_t degrees) {
  constexpr std::uint64_t expanded_from = 200;  // there, its error is below 1e-8
  if (degrees >= expanded_from) return student_expanded(static_cast<double>(degrees));
  double low = 1;
  double high = 16;  // it is 12.7 with one degree
  for (int step = 0; step < 60; ++step) {
    auto const middle = (low + high) / 2;
    (student_within(middle, degrees) < level ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace studylab::exam
