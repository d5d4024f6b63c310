#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/drill/drill.h"
#include "lab/drill/load.h"

namespace studylab::drill {

inline constexpr std::uint64_t checked_seeds = 50;

// What the built-in operators did on one seed. A text says what is wrong; empty: nothing is.
struct SeedCheck {
  std::string variant;
  std::string expert;  // it must pass with the full score: the drill can be solved
  std::string idle;    // it must pass if the class is no-fault, and else fail: no points are free
  bool idle_passed = false;
};
// Runs one seed, in the variant that it draws or in the one that is given.
using CheckSeed =
    std::function<SeedCheck(Drill const& drill, std::uint64_t seed, Variant const* chosen)>;

// `drills check FILE`: checks the file; if it has no mistake, runs seeds 1 to `checked_seeds` (not
// if `run` is empty), and seed 1 of each variant that none of them draws.
struct CheckResult {
  std::vector<Mistake> mistakes;
  bool good = false;       // the file has no mistake, and both operators did what they must
  std::uint32_t runs = 0;  // of each operator
  std::uint32_t expert_passed = 0;  // with the full score
  std::uint32_t idle_passed = 0;
  std::string report;  // for people, one line per finding
};
CheckResult check_drill(std::string_view text, std::string file, CheckSeed const& run);

}  // namespace studylab::drill
