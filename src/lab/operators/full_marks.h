#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lab/drill/drill.h"

namespace studylab::lab {

// Plays the expert on one seed of a drill: why it did not pass with full marks, or nothing.
std::optional<std::string> short_of_full_score(drill::Drill const& drill, std::uint64_t seed);

}  // namespace studylab::lab
