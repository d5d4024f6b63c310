#include "lab/console/render/bar.h"

#include <array>

#include <gtest/gtest.h>

namespace studylab::console {
namespace {

TEST(Bar, IsAsLongAsItsRate) {
  EXPECT_EQ(bar(0, 17), "");
  EXPECT_EQ(bar(606, 17), "██████████▌");
  EXPECT_EQ(bar(294, 17), "█████");
  EXPECT_EQ(bar(1000, 6), "██████");
}

TEST(Bar, ShowsAnyRateAboveZero) { EXPECT_EQ(bar(1, 6), "▌"); }

TEST(Bar, NeverLeavesItsColumn) { EXPECT_EQ(bar(5000, 3), "███"); }

TEST(Trend, ScalesToItsHighestRate) {
  EXPECT_EQ(trend(std::array<std::uint64_t, 4>{0, 600, 600, 300}), "▁▇▇▄");
  EXPECT_EQ(trend(std::array<std::uint64_t, 2>{0, 0}), "▁▁");
  EXPECT_EQ(trend({}), "");
}

}  // namespace
}  // namespace studylab::console
