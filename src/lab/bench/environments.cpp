#include "lab/bench/environments.h"

#include <array>

#include <fmt/format.h>

#include "lab/bench/attempt.h"
#include "lab/bench/stopwatch.h"
#include "lab/drill/load.h"

namespace studylab::bench {
namespace {

constexpr std::array<std::uint32_t, 5> counts{1, 2, 4, 16, 64};
constexpr std::uint32_t environments_rounds = 5;
constexpr std::uint64_t runs_a_round = 12;
constexpr double max_growth = 2;  // of the cost of a further environment, from 16 to 64

// One environment per app. The number of edges and hosts does not change.
drill::Drill with_environments(drill::Drill drill, std::uint32_t count) {
  drill.topology.apps = {count, count};
  drill.topology.environments = {1, 1};
  drill.topology.edges = {3, 3};
  drill.topology.hosts = {5, 5};
  return drill;
}

double milliseconds_a_run(drill::Drill const& drill, std::uint64_t first) {
  double seconds = 0;
  for (auto seed = first; seed < first + runs_a_round; ++seed) {
    seconds += expert_attempt(drill, seed, "").seconds;
  }
  return seconds * 1000 / runs_a_round;
}

}  // namespace

std::vector<Row> measure_environments(Progress const& progress) {
  std::vector<drill::Drill> drills;
  for (auto const count : counts) {
    drills.push_back(with_environments(drill::drills().front(), count));
  }
  std::array<std::vector<double>, counts.size()> times;
  for (std::uint32_t round = 0; round <= environments_rounds; ++round) {
    progress(fmt::format("environments: round {} of {}", round, environments_rounds));
    for (std::size_t n = 0; n < counts.size(); ++n) {
      auto const time = milliseconds_a_run(drills[n], 1 + round * runs_a_round);
      if (round > 0) times[n].push_back(time);  // the first warms up
    }
  }
  std::array<double, counts.size()> ms{};
  for (std::size_t n = 0; n < counts.size(); ++n) ms[n] = median(times[n]);
  std::vector<Row> rows;
  for (std::size_t n = 0; n < counts.size(); ++n) {
    auto const what = fmt::format("a run with {} environment{}", counts[n], n == 0 ? "" : "s");
    rows.push_back({"environments", what, ms[n], "ms", ms[0], "a run with 1 environment",
                    ms[n] / ms[0], "", Met::no_goal});
  }
  auto const slope = [&](std::size_t from, std::size_t to) {
    return (ms[to] - ms[from]) / (counts[to] - counts[from]);
  };
  auto const few = slope(0, 3), many = slope(3, 4);
  rows.push_back({"environments", "a further environment, from 16 to 64", many, "ms", few,
                  "from 1 to 16", many / few, "at most twice the cost",
                  met_if(many <= max_growth * few)});
  return rows;
}

}  // namespace studylab::bench
