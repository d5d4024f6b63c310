#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "cli/problem.h"

namespace studylab::cli {

// Reads a file named on the command line under `option` (empty: as an argument). The error has
// status 2 if the file is longer than `limit`, and 3 if it cannot be read.
std::expected<std::string, Problem> read_input_file(std::string_view option,
                                                    std::filesystem::path const& path,
                                                    std::size_t limit = limits::small_file);

}  // namespace studylab::cli
