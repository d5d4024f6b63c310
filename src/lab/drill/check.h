#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "lab/drill/drill.h"

namespace studylab::drill {

inline constexpr std::uint64_t checked_seeds = 50;

// Plays the expert on one seed of the drill: why it did not pass with full marks, or nothing.
using PlayExpert = std::function<std::optional<std::string>(Drill const&, std::uint64_t seed)>;

// `drills check FILE`: the file alone first; where nothing is wrong with it the expert plays seeds
// 1 to `checked_seeds` (`play` empty: it does not). `report` is for people, one line a finding.
struct CheckResult {
  bool reads = false;  // nothing is wrong with the file
  bool good = false;   // and the expert passed every seed that it played
  std::string report;
};
CheckResult check_drill(std::string_view text, std::string file, PlayExpert const& play);

}  // namespace studylab::drill
