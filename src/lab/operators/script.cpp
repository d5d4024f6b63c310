#include "lab/operators/script.h"

#include <algorithm>

namespace studylab::lab {

bool is_skipped(std::string_view line) {
  auto const first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || line[first] == '#';
}

std::string_view strip_bom(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  return text;
}

std::vector<ScriptLine> script_lines(std::string_view text) {
  std::vector<ScriptLine> lines;
  std::uint32_t number = 0;
  for (auto rest = strip_bom(text); !rest.empty();) {
    auto const line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    ++number;
    if (!is_skipped(line)) lines.push_back({number, std::string{line}});
  }
  return lines;
}

}  // namespace studylab::lab
