#include "base/instant.h"

#include <array>
#include <charconv>
#include <limits>

#include <fmt/format.h>

namespace studylab {
namespace {

using namespace std::chrono;

// Reads exactly `digits` decimal digits.
bool take_digits(std::string_view& text, int digits, int& value) {
  if (text.size() < static_cast<std::size_t>(digits)) return false;
  value = 0;
  for (int i = 0; i < digits; ++i) {
    char const c = text[static_cast<std::size_t>(i)];
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(static_cast<std::size_t>(digits));
  return true;
}

bool take_char(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

bool take_fraction(std::string_view& text, std::int64_t& micros) {
  micros = 0;
  if (text.empty() || text.front() != '.') return true;
  text.remove_prefix(1);
  std::int64_t scale = 100'000;
  int digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (++digits > 6) return false;
    micros += scale * (text.front() - '0');
    scale /= 10;
    text.remove_prefix(1);
  }
  return digits > 0;
}

// 0: no unit.
std::int64_t microseconds_of(std::string_view unit) {
  if (unit == "h") return 3'600'000'000;
  if (unit == "m") return 60'000'000;
  if (unit == "s") return 1'000'000;
  if (unit == "ms") return 1'000;
  return unit == "us" ? 1 : 0;
}

}  // namespace

// Every answer of a run prints instants. This code takes a tenth of the time of a general
// formatter.
std::string to_text(Instant at) {
  auto const since = at.time_since_epoch();
  if (!is_date(at)) return fmt::format("{} us of 1970", since.count());
  auto const day = floor<days>(since);
  year_month_day const date{sys_days{day}};
  hh_mm_ss const time{since - day};

  std::array<char, sizeof "2026-03-01T03:00:05.123456Z"> text;
  auto* end = text.data();
  auto const put = [&](std::int64_t value, int digits) {
    for (int i = digits - 1; i >= 0; --i, value /= 10) end[i] = static_cast<char>('0' + value % 10);
    end += digits;
  };
  put(static_cast<int>(date.year()), 4);
  *end++ = '-';
  put(static_cast<unsigned>(date.month()), 2);
  *end++ = '-';
  put(static_cast<unsigned>(date.day()), 2);
  *end++ = 'T';
  put(time.hours().count(), 2);
  *end++ = ':';
  put(time.minutes().count(), 2);
  *end++ = ':';
  put(time.seconds().count(), 2);
  if (auto const micros = time.subseconds().count(); micros != 0) {
    *end++ = '.';
    put(micros, 6);
    while (end[-1] == '0') --end;
  }
  *end++ = 'Z';
  return {text.data(), end};
}

std::expected<Instant, std::string> parse_instant(std::string_view text) {
  auto const wrong = [&] {
    return std::unexpected(fmt::format(
        "'{}' is not a valid time; expected a time such as 2026-03-01T03:00:05Z", text));
  };
  auto rest = text;
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  std::int64_t micros = 0;
  bool const shape = take_digits(rest, 4, y) && take_char(rest, '-') && take_digits(rest, 2, mo) &&
                     take_char(rest, '-') && take_digits(rest, 2, d) && take_char(rest, 'T') &&
                     take_digits(rest, 2, h) && take_char(rest, ':') && take_digits(rest, 2, mi) &&
                     take_char(rest, ':') && take_digits(rest, 2, s) &&
                     take_fraction(rest, micros) && take_char(rest, 'Z') && rest.empty();
  if (!shape) return wrong();
  year_month_day const date{year{y}, month{static_cast<unsigned>(mo)},
                            day{static_cast<unsigned>(d)}};
  if (!date.ok() || h > 23 || mi > 59 || s > 59) return wrong();
  return Instant{sys_days{date}.time_since_epoch() + hours{h} + minutes{mi} + seconds{s} +
                 microseconds{micros}};
}

std::string to_text(Duration length) {
  auto const n = length.count();
  if (n != 0 && n % 3'600'000'000 == 0) return fmt::format("{}h", n / 3'600'000'000);
  if (n != 0 && n % 60'000'000 == 0) return fmt::format("{}m", n / 60'000'000);
  if (n % 1'000'000 == 0) return fmt::format("{}s", n / 1'000'000);
  if (n % 1'000 == 0) return fmt::format("{}ms", n / 1'000);
  return fmt::format("{}us", n);
}

std::expected<Duration, std::string> parse_duration(std::string_view text) {
  auto const wrong = [&] {
    return std::unexpected(fmt::format(
        "'{}' is not a valid duration; expected a duration such as 90s, 5m or 2h", text));
  };
  std::int64_t length = 0;
  auto larger = std::numeric_limits<std::int64_t>::max();  // the unit before
  auto rest = text;
  do {
    std::int64_t count = 0;
    auto const [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), count);
    if (error != std::errc{} || rest.empty() || rest.front() == '-') return wrong();
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    auto const unit = rest.substr(0, rest.find_first_of("0123456789"));
    auto const scale = microseconds_of(unit);
    rest.remove_prefix(unit.size());
    if (scale == 0 || scale >= larger) return wrong();
    std::int64_t part = 0;
    bool const too_long = __builtin_mul_overflow(count, scale, &part) ||
                          __builtin_add_overflow(length, part, &length);
    if (too_long) return wrong();
    larger = scale;
  } while (!rest.empty());
  return Duration{length};
}

}  // namespace studylab
