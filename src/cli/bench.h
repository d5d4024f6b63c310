#pragma once

#include <string>

#include "cli/commands.h"

namespace studylab::cli {

// The table of speeds, or one part of it: ratios side by side in one run, the median of interleaved
// rounds.
Exit run_bench(std::string const& part, Json json);

}  // namespace studylab::cli
