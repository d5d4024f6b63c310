#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "lab/bench/row.h"

namespace studylab::cli {

// How long `PROGRAM serve` takes to answer a command while it has 100 runs open, half of them on
// the wall clock: from the connection to the answer, over HTTP on this machine. It stores its runs
// in a temporary folder. The error names what failed.
std::expected<std::vector<bench::Row>, std::string> measure_server(
    std::filesystem::path const& program, bench::Progress const& progress);

}  // namespace studylab::cli
