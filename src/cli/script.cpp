#include "cli/script.h"

#include "cli/input_file.h"

namespace studylab::cli {

std::expected<std::vector<lab::ScriptLine>, Problem> read_script(
    std::filesystem::path const& path) {
  auto const text = read_input_file("--operator", path);
  if (!text) return std::unexpected(text.error());
  return lab::script_lines(*text);
}

}  // namespace studylab::cli
