#pragma once

#include <string>

#include "face/commands.h"

namespace studylab::face {

// The table of speeds, or one part of it: ratios side by side in one run, the median of interleaved
// rounds.
Exit run_bench(std::string const& part, Json json);

}  // namespace studylab::face
