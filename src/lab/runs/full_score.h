#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lab/drill/drill.h"

namespace studylab::runs {

// Runs the expert on one seed of a drill. Returns why it did not pass with the full score, or
// nothing.
std::optional<std::string> short_of_full_score(drill::Drill const& drill, std::uint64_t seed);

}  // namespace studylab::runs
