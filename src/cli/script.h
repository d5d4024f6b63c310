#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cli/problem.h"

namespace studylab::cli {

struct ScriptLine {
  std::uint32_t number;  // in its file, from 1
  std::string text;
};

// Skips blank lines and lines that begin with `#`.
bool is_skipped(std::string_view line);

// The commands of a script, of at most limits::small_file bytes.
std::expected<std::vector<ScriptLine>, Problem> read_script(std::filesystem::path const& path);

}  // namespace studylab::cli
