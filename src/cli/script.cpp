#include "cli/script.h"

#include <algorithm>

#include "cli/input_file.h"
#include "cli/line_reader.h"

namespace studylab::cli {

bool is_skipped(std::string_view line) {
  auto const first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || line[first] == '#';
}

std::expected<std::vector<ScriptLine>, Problem> read_script(std::filesystem::path const& path) {
  auto const text = read_input_file("--operator", path);
  if (!text) return std::unexpected(text.error());
  std::vector<ScriptLine> lines;
  std::uint32_t number = 0;
  for (auto rest = strip_bom(*text); !rest.empty();) {
    auto const line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    ++number;
    if (!is_skipped(line)) lines.push_back({number, std::string{line}});
  }
  return lines;
}

}  // namespace studylab::cli
