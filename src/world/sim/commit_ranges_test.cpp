#include "world/sim/commit_ranges.h"

#include <gtest/gtest.h>

namespace studylab::world::sim {
namespace {

TEST(CommitRanges, CountsWhatIsMissing) {
  CommitRanges ranges;
  ranges.add(1, 100);
  EXPECT_EQ(ranges.missing(1, 100), 0U);
  EXPECT_EQ(ranges.missing(90, 110), 10U);
  ranges.remove(40, 49);
  EXPECT_EQ(ranges.missing(1, 100), 10U);
  EXPECT_EQ(ranges.missing(45, 45), 1U);
  ranges.remove_after(60);
  EXPECT_EQ(ranges.missing(1, 100), 50U);
  ranges.add(61, 100);
  EXPECT_EQ(ranges.missing(1, 100), 10U);
}

TEST(CommitRanges, CountsWhatIsRepeated) {
  CommitRanges ranges;
  ranges.add(1, 10);
  EXPECT_EQ(ranges.repeated(), 0U);
  ranges.add(8, 12);
  EXPECT_EQ(ranges.repeated(), 3U);
  EXPECT_EQ(ranges.missing(1, 12), 0U);
  ranges.add(10, 10);
  EXPECT_EQ(ranges.repeated(), 4U);
  ranges.add(5, 4);
  EXPECT_EQ(ranges.repeated(), 4U);
}

}  // namespace
}  // namespace studylab::world::sim
