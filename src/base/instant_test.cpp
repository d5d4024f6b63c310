#include "base/instant.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace studylab {
namespace {

using namespace std::chrono_literals;

TEST(Instant, IsPrintedAndReadInUtc) {
  auto const at = parse_instant("2026-03-01T03:00:05Z");
  ASSERT_TRUE(at);
  EXPECT_EQ(at->time_since_epoch(), 1'772'334'005s);
  EXPECT_EQ(to_text(*at), "2026-03-01T03:00:05Z");
  EXPECT_EQ(to_text(*at + 250ms), "2026-03-01T03:00:05.25Z");
  EXPECT_EQ(to_text(*at + 1us), "2026-03-01T03:00:05.000001Z");
  EXPECT_EQ(to_text(Instant{}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_text(Instant{-1us}), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_text(*parse_instant("2024-02-29T23:59:59Z") + 1s), "2024-03-01T00:00:00Z");
}

TEST(Instant, OutsideTheYears0To9999IsPrintedAsADistance) {
  EXPECT_EQ(to_text(earliest_date), "0000-01-01T00:00:00Z");
  EXPECT_EQ(to_text(latest_date), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_text(latest_date + 1us), "253402300800000000 us of 1970");
  EXPECT_EQ(to_text(Instant::max()), "9223372036854775807 us of 1970");
  EXPECT_EQ(to_text(Instant::min()), "-9223372036854775808 us of 1970");
}

TEST(Instant, ReadsBackWhatItPrints) {
  EXPECT_TRUE(rc::check("years 0 to 9999", [] {
    auto const count =
        *rc::gen::inRange<std::int64_t>(-62'167'219'200'000'000, 253'402'300'800'000'000);
    Instant const at{Duration{count}};
    RC_ASSERT((parse_instant(to_text(at)) == at));
  }));
}

TEST(Instant, AnErrorStatesTheExpectedFormat) {
  for (auto const* text :
       {"", "2026-03-01", "2026-03-01T03:00:05", "2026-03-01 03:00:05Z", "2026-13-01T03:00:05Z",
        "2026-02-29T03:00:05Z", "2026-03-01T24:00:00Z", "2026-03-01T03:60:00Z",
        "2026-03-01T03:00:60Z", "2026-03-01T03:00:05.Z", "2026-03-01T03:00:05.1234567Z",
        "2026-03-01T03:00:05Zx", "2026-03-01T03:00:05+01:00", "-026-03-01T03:00:05Z"}) {
    auto const at = parse_instant(text);
    ASSERT_FALSE(at) << text;
    EXPECT_EQ(at.error(),
              "'" + std::string{text} +
                  "' is not a valid time; expected a time such as 2026-03-01T03:00:05Z");
  }
}

TEST(Duration, IsPrintedInItsLargestExactUnit) {
  EXPECT_EQ(to_text(Duration{2h}), "2h");
  EXPECT_EQ(to_text(Duration{90min}), "90m");
  EXPECT_EQ(to_text(Duration{90s}), "90s");
  EXPECT_EQ(to_text(Duration{250ms}), "250ms");
  EXPECT_EQ(to_text(Duration{1'500us}), "1500us");
  EXPECT_EQ(to_text(Duration{0}), "0s");
  EXPECT_EQ(parse_duration("90s"), Duration{90s});
  EXPECT_EQ(parse_duration("120s"), Duration{2min});
}

TEST(Duration, MayHaveSeveralUnits) {
  EXPECT_EQ(parse_duration("1m30s"), Duration{90s});
  EXPECT_EQ(parse_duration("1h0m5s250ms"), Duration{3'605'250ms});
  for (auto const* text : {"30s1m", "1m1m", "1m-5s", "1m 5s", "1m5", "2562047788h2m"})
    EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(Duration, ReadsBackWhatItPrints) {
  EXPECT_TRUE(rc::check("any non-negative duration", [] {
    auto const unit =
        *rc::gen::element<std::int64_t>(1, 1'000, 1'000'000, 60'000'000, 3'600'000'000);
    Duration const length{*rc::gen::inRange<std::int64_t>(0, 1'000'000) * unit};
    RC_ASSERT((parse_duration(to_text(length)) == length));
  }));
}

TEST(Duration, AnErrorStatesTheExpectedFormat) {
  for (auto const* text : {"", "5", "s", "-5s", "+5s", " 5s", "5 s", "5d", "1.5h", "5S",
                           "2562047789h", "99999999999999999999s"}) {
    auto const length = parse_duration(text);
    ASSERT_FALSE(length) << text;
    EXPECT_EQ(length.error(),
              "'" + std::string{text} +
                  "' is not a valid duration; expected a duration such as 90s, 5m or 2h");
  }
}

}  // namespace
}  // namespace studylab
