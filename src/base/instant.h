#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace studylab {

using Duration = std::chrono::microseconds;

// The platform's time: microseconds since 1970-01-01T00:00:00Z. It does not have now(): the current
// time is always an argument that the world passes in.
struct PlatformClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<PlatformClock, duration>;
  static constexpr bool is_steady = true;
};
using Instant = PlatformClock::time_point;

// The range of dates with four-digit years: 0 to 9999.
inline constexpr Instant earliest_date{std::chrono::seconds{-62'167'219'200}};
inline constexpr Instant latest_date{std::chrono::microseconds{253'402'300'799'999'999}};
constexpr bool is_date(Instant at) { return earliest_date <= at && at <= latest_date; }

// RFC 3339 in UTC: `2026-03-01T03:00:05Z`, with as many digits of fraction (up to six) as needed.
// An instant outside the years 0 to 9999 is written as its distance, `253402300800000000 us of
// 1970`, which cannot be read back.
std::string to_text(Instant at);
std::expected<Instant, std::string> parse_instant(std::string_view text);

// Prints `90s`, `5m`, `2h`, `250ms`: the largest unit that is exact. Reads that, and several units
// in descending order, such as `1m30s`, which tables print.
std::string to_text(Duration length);
std::expected<Duration, std::string> parse_duration(std::string_view text);

}  // namespace studylab
