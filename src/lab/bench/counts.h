#pragma once

#include <cstdint>
#include <vector>

#include "lab/bench/row.h"
#include "lab/drill/drill.h"

namespace studylab::bench {

inline constexpr std::uint64_t events_median_at_most = 2'000;
inline constexpr std::uint64_t events_at_most = 5'000;
inline constexpr std::uint64_t entries_median_at_most = 500;
inline constexpr std::uint64_t entries_at_most = 900;

// The size of the expert's runs of the seeds 1 to `seeds`; it does not depend on the machine.
struct Counts {
  std::uint64_t events_median = 0, events_largest = 0;
  std::uint64_t entries_median = 0, entries_largest = 0;
};
Counts count_runs(drill::Drill const& drill, std::uint64_t seeds, Progress const& progress);

std::vector<Row> measure_counts(Progress const& progress);

}  // namespace studylab::bench
