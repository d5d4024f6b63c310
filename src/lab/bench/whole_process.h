#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "lab/bench/row.h"

namespace studylab::bench {

// `PROGRAM drill bad-deploy … --json` from start to exit, beside the start of a program that does
// nothing. It keeps its runs in a folder of its own, gone afterwards. The error says what cannot be
// started.
std::expected<std::vector<Row>, std::string> measure_process(std::filesystem::path const& program,
                                                             Progress const& progress);

}  // namespace studylab::bench
