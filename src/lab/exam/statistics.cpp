#include "lab/exam/statistics.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include "base/check.h"

namespace studylab::exam {
namespace {

constexpr double normal_95 = 1.959963984540054;  // |Z| does not exceed it in 95 %
constexpr double tail = 0.025;

// The numbers and one more at an end of the range, weighted at random: the weights are exponential,
// divided by their sum. The mean under such weights is what Gaffke's limits are quantiles of.
class WeightedMean {
 public:
  WeightedMean(Sample const& sample, std::uint64_t end) : times_(sample.times()) { ++times_[end]; }

  // What the mean does not exceed with this probability.
  double quantile(double probability) const {
    auto const low = static_cast<double>(times_.begin()->first);
    auto const high = static_cast<double>(times_.rbegin()->first);
    if (low == high) return low;
    auto const above = [&](double bound) { return within(bound) - probability; };
    boost::math::tools::eps_tolerance<double> const close{30};
    std::uintmax_t steps = 100;
    auto const [from, to] = boost::math::tools::toms748_solve(above, low, high, -probability,
                                                              1 - probability, close, steps);
    return (from + to) / 2;
  }

 private:
  // The probability that the mean is at most `bound`: that of a sum of gamma variables, one for
  // each number, being at most 0. It is Imhof's integral (Biometrika 48, 1961).
  double within(double bound) const {
    double squares = 0;
    for (auto const& [number, times] : times_) {
      squares += static_cast<double>(times) * std::pow(static_cast<double>(number) - bound, 2);
    }
    auto const deviation = std::sqrt(squares);
    auto const integrand = [&](double at) { return imhof(at / deviation, bound) / at; };
    using Quadrature = boost::math::quadrature::gauss_kronrod<double, 31>;
    constexpr unsigned max_depth = 15;
    constexpr double tolerance = 1e-9;
    auto const integral = Quadrature::integrate(
        integrand, 0.0, std::numeric_limits<double>::infinity(), max_depth, tolerance);
    return 0.5 - integral / std::numbers::pi;
  }

  double imhof(double at, double bound) const {
    double angle = 0;
    double decay = 0;
    for (auto const& [number, times] : times_) {
      auto const place = (static_cast<double>(number) - bound) * at;
      angle += static_cast<double>(times) * std::atan(place);
      decay += static_cast<double>(times) * std::log1p(place * place) / 2;
    }
    return std::sin(angle) * std::exp(-decay);
  }

  std::map<std::uint64_t, std::uint64_t> times_;
};

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

void Sample::add(std::uint64_t number) {
  STUDYLAB_CHECK(number <= highest);
  ++count_;
  sum_ += number;
  ++times_[number];
}

double mean(Sample const& sample) {
  return static_cast<double>(sample.sum()) / static_cast<double>(sample.count());
}

Interval mean_interval(Sample const& sample) {
  return {WeightedMean{sample, 0}.quantile(tail),
          WeightedMean{sample, Sample::highest}.quantile(1 - tail)};
}

}  // namespace studylab::exam
