#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "lab/drill/drill.h"

namespace studylab::drill {

inline constexpr std::uint64_t checked_seeds = 50;

// Runs the expert on one seed of the drill. Returns why it did not pass with the full score, or
// nothing.
using PlayExpert = std::function<std::optional<std::string>(Drill const&, std::uint64_t seed)>;

// `drills check FILE`: checks the file; if it has no mistake, runs the expert on seeds 1 to
// `checked_seeds` (not if `play` is empty). `report` is for people, one line per finding.
struct CheckResult {
  bool reads = false;  // the file has no mistake
  bool good = false;   // and the expert passed every seed that it ran
  std::string report;
};
CheckResult check_drill(std::string_view text, std::string file, PlayExpert const& play);

}  // namespace studylab::drill
