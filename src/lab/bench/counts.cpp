#include "lab/bench/counts.h"

#include <algorithm>

#include <fmt/format.h>

#include "lab/bench/attempt.h"
#include "lab/bench/stopwatch.h"
#include "lab/drill/load.h"

namespace studylab::bench {
namespace {

constexpr std::uint64_t seeds_counted = 1'000;

Row count_row(std::string what, std::uint64_t value, std::uint64_t at_most, std::string goal) {
  return {"counts", std::move(what), static_cast<double>(value), "", {}, "",
          0,        std::move(goal), met_if(value <= at_most)};
}

}  // namespace

Counts count_runs(drill::Drill const& drill, std::uint64_t seeds, Progress const& progress) {
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

std::vector<Row> measure_counts(Progress const& progress) {
  std::vector<Row> rows;
  for (auto const& drill : drill::drills()) {
    auto const counts = count_runs(drill, seeds_counted, progress);
    auto const of = [&](std::string_view what) {
      return fmt::format("{} per run of {}, 1,000 seeds", what, drill.id);
    };
    rows.push_back(count_row(of("events, median"), counts.events_median, events_median_at_most,
                             "at most 2,000"));
    rows.push_back(
        count_row(of("events, maximum"), counts.events_largest, events_at_most, "at most 5,000"));
    rows.push_back(count_row(of("entries, median"), counts.entries_median, entries_median_at_most,
                             "at most 400"));
    rows.push_back(
        count_row(of("entries, maximum"), counts.entries_largest, entries_at_most, "at most 900"));
  }
  return rows;
}

}  // namespace studylab::bench
