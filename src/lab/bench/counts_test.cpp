#include "lab/bench/counts.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "lab/drill/load.h"

namespace studylab::bench {
namespace {

TEST(Counts, AnExpertsRunIsSmall) {
  for (auto const& drill : drill::drills()) {
    auto const counts = count_runs(drill, 200, [](std::string_view) {});
    fmt::print("{}: events {} median, {} maximum; entries {} median, {} maximum\n", drill.id,
               counts.events_median, counts.events_largest, counts.entries_median,
               counts.entries_largest);
    EXPECT_LE(counts.events_median, events_median_at_most) << drill.id;
    EXPECT_LE(counts.events_largest, events_at_most) << drill.id;
    EXPECT_LE(counts.entries_median, entries_median_at_most) << drill.id;
    EXPECT_LE(counts.entries_largest, entries_at_most) << drill.id;
  }
}

}  // namespace
}  // namespace studylab::bench
