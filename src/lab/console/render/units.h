#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/instant.h"

// Numbers as people read them.
namespace studylab::console {

// `1,275`
std::string counted(std::uint64_t number);
// `1 minute`, `2 minutes`, `1,275 requests`: `noun` is the singular; a plural with more than an `s`
// is given.
std::string counted(std::uint64_t number, std::string_view noun, std::string_view plural = {});
// `60.6%` of 606. At most 1000 is meant.
std::string percent(std::uint64_t permille);
// `60.6%`; a share that is neither none nor all never reads `0.0%` or `100.0%`.
std::string share(std::uint64_t part, std::uint64_t whole);
// The share a thousand, rounded; 0 of nothing.
std::uint64_t permille_of(std::uint64_t part, std::uint64_t whole);
// `4s`, `2m10s`, `3h05m`, `6d`; below a second `0s`.
std::string in_short(Duration length);
// `4s ago`; what is less than a second ago is `just now`.
std::string ago(Duration age);
// `18:23:24` on the day of `reference`; `Mar 10 06:38` else, with its seconds within an hour of it.
std::string time_of(Instant at, Instant reference);

}  // namespace studylab::console
