#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace studylab {

using Duration = std::chrono::microseconds;

// The platform's time: microseconds since 1970-01-01T00:00:00Z. It has no now(): the present is
// always an argument, handed in by the world.
struct PlatformClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<PlatformClock, duration>;
  static constexpr bool is_steady = true;
};
using Instant = PlatformClock::time_point;

// What a date of four digits can say: the years 0 to 9999.
inline constexpr Instant earliest_date{std::chrono::seconds{-62'167'219'200}};
inline constexpr Instant latest_date{std::chrono::microseconds{253'402'300'799'999'999}};
constexpr bool is_date(Instant at) { return earliest_date <= at && at <= latest_date; }

// RFC 3339 in UTC: `2026-03-01T03:00:05Z`, with as many digits of fraction (up to six) as are
// needed. What is no date is written as its distance, `253402300800000000 us of 1970`, and does not
// read back.
std::string to_text(Instant at);
std::expected<Instant, std::string> parse_instant(std::string_view text);

// `90s`, `5m`, `2h`, `250ms`: the largest unit that is exact. Printed back the way it is read.
std::string to_text(Duration length);
std::expected<Duration, std::string> parse_duration(std::string_view text);

}  // namespace studylab
