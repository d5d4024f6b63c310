#include "lab/bench/counts.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "lab/bench/attempt.h"
#include "lab/bench/stopwatch.h"
#include "lab/drill/load.h"
#include "lab/drill/runbook.h"

namespace studylab::bench {
namespace {

constexpr std::uint64_t seeds_counted = 1'000;

Row count_row(std::string what, std::uint64_t value, std::uint64_t at_most) {
  return {"counts",
          std::move(what),
          static_cast<double>(value),
          "",
          {},
          "",
          0,
          fmt::format("at most {}", at_most),
          met_if(value <= at_most)};
}

}  // namespace

drill::RunSize count_runs(drill::Drill const& drill, std::uint64_t seeds,
                          Progress const& progress) {
  std::vector<std::uint64_t> events, entries;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    if (seed % 100 == 0) progress(fmt::format("counts: {}, seed {} of {}", drill.id, seed, seeds));
    auto const attempt = expert_attempt(drill, seed, "");
    events.push_back(attempt.events);
    entries.push_back(attempt.entries);
  }
  return {median(events), *std::ranges::max_element(events), median(entries),
          *std::ranges::max_element(entries)};
}

drill::RunSize max_run_size(drill::Drill const& drill) {
  auto const* runbook = drill::find_runbook(drill.runbook);
  STUDYLAB_CHECK(runbook != nullptr);
  return runbook->max_run_size;
}

std::vector<Row> measure_counts(Progress const& progress) {
  std::vector<Row> rows;
  for (auto const& drill : drill::drills()) {
    auto const size = count_runs(drill, seeds_counted, progress);
    auto const most = max_run_size(drill);
    auto const add = [&](std::string_view what, std::uint64_t value, std::uint64_t at_most) {
      rows.push_back(
          count_row(fmt::format("{} per run of {}, 1,000 seeds", what, drill.id), value, at_most));
    };
    add("events, median", size.events_median, most.events_median);
    add("events, maximum", size.events_largest, most.events_largest);
    add("entries, median", size.entries_median, most.entries_median);
    add("entries, maximum", size.entries_largest, most.entries_largest);
  }
  return rows;
}

}  // namespace studylab::bench
