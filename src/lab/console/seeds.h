#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace studylab::console {

// A seed as text: a whole number up to max_seed.
std::optional<std::uint64_t> parse_seed(std::string_view text);

// Both ends included.
struct Seeds {
  std::uint64_t first = 1;
  std::uint64_t last = 100;
};
// `A..B`, A not above B; or one seed.
std::optional<Seeds> parse_seeds(std::string_view text);

}  // namespace studylab::console
