#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "lab/console/options.h"

namespace studylab::server {

inline constexpr std::size_t max_participants = 50;

// People who practise the same incident: each operates a run of their own with these options.
struct Group {
  std::uint32_t number = 0;
  console::RunOptions options;  // with the seed; the name in them is the participant's
  std::uint32_t speed = 1;
};

// The names in `ada,ben`, without spaces around them. The error says what is wrong: none is empty,
// none occurs twice, and there are at most `max_participants`.
std::expected<std::vector<std::string>, std::string> participant_names(std::string_view text);

}  // namespace studylab::server
