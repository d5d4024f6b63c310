#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/instant.h"

// Numbers as people read them.
namespace studylab::console {

// `1,275`
std::string counted(std::uint64_t number);
// `1 minute`, `2 minutes`, `1,275 requests`: `noun` is the singular; give the plural if it is not
// the noun with an `s`.
std::string counted(std::uint64_t number, std::string_view noun, std::string_view plural = {});
// `60.6%` for 606; at most 1000.
std::string percent(std::uint64_t permille);
// `60.6%`; only an exact share of none or all is printed as `0.0%` or `100.0%`.
std::string share(std::uint64_t part, std::uint64_t whole);
// The share per thousand, rounded; 0 if `whole` is 0.
std::uint64_t permille_of(std::uint64_t part, std::uint64_t whole);
// The time from `since` to `now` in whole seconds, rounded down; 0 if `since` is later.
Duration age(Instant since, Instant now);
// `4s`, `2m10s`, `3h05m`, `6d`; rounded down, so below a second it is `0s`.
std::string in_short(Duration length);
// `4s ago`; less than a second ago is `just now`.
std::string ago(Duration age);
// ` (4h ago)`, if a check is so old that it does not count any more: five minutes. Empty otherwise.
std::string if_old(Duration age);
// `18:23:24` on the day of `reference`, otherwise `Mar 10 06:38`, with its seconds within an hour
// of it.
std::string time_of(Instant at, Instant reference);

}  // namespace studylab::console
