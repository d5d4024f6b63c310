#include "lab/console/render/units.h"

#include <gtest/gtest.h>

namespace studylab::console {
namespace {

using namespace std::chrono_literals;

Instant at(std::string_view text) { return parse_instant(text).value(); }

TEST(Units, CountsHaveThousandsSeparatorsAndTheRightNumber) {
  EXPECT_EQ(counted(0), "0");
  EXPECT_EQ(counted(999), "999");
  EXPECT_EQ(counted(1275), "1,275");
  EXPECT_EQ(counted(2845732), "2,845,732");
  EXPECT_EQ(counted(1, "minute"), "1 minute");
  EXPECT_EQ(counted(2, "minute"), "2 minutes");
  EXPECT_EQ(counted(0, "user"), "0 users");
  EXPECT_EQ(counted(3, "entry", "entries"), "3 entries");
}

TEST(Units, RatesHaveOneDecimal) {
  EXPECT_EQ(percent(606), "60.6%");
  EXPECT_EQ(percent(1000), "100.0%");
  EXPECT_EQ(share(298, 492), "60.6%");
  EXPECT_EQ(share(0, 0), "0.0%");
  EXPECT_EQ(share(1, 100'000), "<0.1%");
  EXPECT_EQ(share(99'999, 100'000), ">99.9%");
  EXPECT_EQ(share(1721, 1721), "100.0%");
}

TEST(Units, AgesAreShort) {
  EXPECT_EQ(in_short(400ms), "0s");
  EXPECT_EQ(in_short(4s), "4s");
  EXPECT_EQ(in_short(130s), "2m10s");
  EXPECT_EQ(in_short(125s), "2m05s");
  EXPECT_EQ(in_short(5min), "5m");
  EXPECT_EQ(in_short(1h), "1h");
  EXPECT_EQ(in_short(3h + 5min), "3h05m");
  EXPECT_EQ(in_short(6 * 24h), "6d");
  EXPECT_EQ(in_short(-5s), "0s");
  EXPECT_EQ(ago(4s), "4s ago");
  EXPECT_EQ(ago(200ms), "just now");
}

TEST(Units, ATimeHasItsDateOnlyOnAnotherDay) {
  auto const alert = at("2026-05-14T18:23:00.5Z");
  EXPECT_EQ(time_of(at("2026-05-14T18:23:24.999Z"), alert), "18:23:24");
  EXPECT_EQ(time_of(at("2026-05-12T07:30:52Z"), alert), "May 12 07:30");
  auto const late = at("2026-05-14T23:40:00Z");
  EXPECT_EQ(time_of(at("2026-05-15T00:00:09Z"), late), "May 15 00:00:09");
}

}  // namespace
}  // namespace studylab::console
