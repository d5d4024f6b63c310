#pragma once

#include <expected>
#include <filesystem>
#include <vector>

#include "cli/problem.h"
#include "lab/operators/script.h"

namespace studylab::cli {

// The commands of a script, of at most limits::small_file bytes.
std::expected<std::vector<lab::ScriptLine>, Problem> read_script(std::filesystem::path const& path);

}  // namespace studylab::cli
