#pragma once

#include <string>

#include "cli/commands.h"

namespace studylab::cli {

// The table of speeds, or one part of it: medians of alternating rounds, with the ratio to a peer
// measured in the same process.
Exit run_bench(std::string const& part, Json json);

}  // namespace studylab::cli
