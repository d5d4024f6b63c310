#pragma once

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace studylab::testing {

// The seeds of a sweep: a few in every test run, or those of $STUDYLAB_SWEEP_SEEDS (A..B, both
// included).
struct SweepSeeds {
  std::uint64_t first = 1;
  std::uint64_t last = 0;
};

inline SweepSeeds sweep_seeds(std::uint64_t usual) {
  SweepSeeds seeds{1, usual};
  auto const* wanted = std::getenv("STUDYLAB_SWEEP_SEEDS");
  if (wanted == nullptr) return seeds;
  std::string_view const text{wanted};
  auto const dots = text.find("..");
  if (dots == std::string_view::npos) std::abort();
  std::from_chars(text.data(), text.data() + dots, seeds.first);
  std::from_chars(text.data() + dots + 2, text.data() + text.size(), seeds.last);
  return seeds;
}

}  // namespace studylab::testing
