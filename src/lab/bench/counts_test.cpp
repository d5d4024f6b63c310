#include "lab/bench/counts.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "lab/drill/load.h"

namespace studylab::bench {
namespace {

TEST(Counts, AnExpertsRunIsSmall) {
  for (auto const& drill : drill::drills()) {
    auto const size = count_runs(drill, 200, [](std::string_view) {});
    fmt::print("{}: events {} median, {} maximum; entries {} median, {} maximum\n", drill.id,
               size.events_median, size.events_largest, size.entries_median, size.entries_largest);
    auto const most = max_run_size(drill);
    EXPECT_LE(size.events_median, most.events_median) << drill.id;
    EXPECT_LE(size.events_largest, most.events_largest) << drill.id;
    EXPECT_LE(size.entries_median, most.entries_median) << drill.id;
    EXPECT_LE(size.entries_largest, most.entries_largest) << drill.id;
  }
}

}  // namespace
}  // namespace studylab::bench
