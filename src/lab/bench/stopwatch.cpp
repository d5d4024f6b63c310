#include "lab/bench/stopwatch.h"

#include <algorithm>
#include <ctime>

#include "base/check.h"

namespace studylab::bench {
namespace {

std::int64_t nanoseconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

double since(clockid_t clock, std::int64_t began) {
  return static_cast<double>(nanoseconds(clock) - began) / 1e9;
}

template <class T>
T middle(std::vector<T> figures) {
  STUDYLAB_CHECK(!figures.empty());
  auto const at = figures.begin() + static_cast<std::ptrdiff_t>(figures.size() / 2);
  std::ranges::nth_element(figures, at);
  return *at;
}

}  // namespace

ProcessorTime::ProcessorTime() : began_(nanoseconds(CLOCK_THREAD_CPUTIME_ID)) {}
double ProcessorTime::seconds() const { return since(CLOCK_THREAD_CPUTIME_ID, began_); }

WallTime::WallTime() : began_(nanoseconds(CLOCK_MONOTONIC)) {}
double WallTime::seconds() const { return since(CLOCK_MONOTONIC, began_); }

double median(std::vector<double> figures) { return middle(std::move(figures)); }
std::uint64_t median(std::vector<std::uint64_t> figures) { return middle(std::move(figures)); }

double percentile(std::vector<double> figures, std::size_t percent) {
  STUDYLAB_CHECK(!figures.empty() && percent >= 1 && percent <= 100);
  std::ranges::sort(figures);
  return figures[(figures.size() * percent + 99) / 100 - 1];
}

}  // namespace studylab::bench
