#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "lab/bench/row.h"

namespace studylab::bench {

// `PROGRAM drill DRILL … --json`, with the first drill, from start to exit, compared with a program
// that does nothing. It stores its runs in a temporary folder. The error names what cannot be
// started.
std::expected<std::vector<Row>, std::string> measure_process(std::filesystem::path const& program,
                                                             Progress const& progress);

}  // namespace studylab::bench
