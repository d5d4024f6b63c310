#pragma once

#include <string_view>

namespace studylab::drill {

// What exists besides the fault. Decoys are compared by address; the drawing that adds one asks
// whether the drill has it, and draws the same random numbers if it has not.
struct Decoy {
  std::string_view name;  // as the drill file writes it: artifact-gone
};

// An earlier release whose artifact the store has lost.
inline constexpr Decoy artifact_gone{"artifact-gone"};
// One whose schema ranges were not recorded.
inline constexpr Decoy ranges_unrecorded{"ranges-unrecorded"};
// One that was rolled back because it failed.
inline constexpr Decoy served_with_symptoms{"served-with-symptoms"};
// Promotions waiting in other environments.
inline constexpr Decoy promotions_elsewhere{"promotions-elsewhere"};
// Ordinary log lines.
inline constexpr Decoy log_noise{"log-noise"};

}  // namespace studylab::drill
