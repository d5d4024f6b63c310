#include "server/groups.h"

#include <algorithm>

#include <fmt/format.h>

#include "command_language/characters.h"

namespace studylab::server {
namespace {

std::string_view without_spaces(std::string_view text) {
  auto const begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

}  // namespace

std::expected<std::vector<std::string>, std::string> participant_names(std::string_view text) {
  std::vector<std::string> names;
  while (true) {
    auto const comma = text.find(',');
    auto const name = without_spaces(text.substr(0, comma));
    if (name.empty()) {
      return std::unexpected(std::string{"a name is empty; expected names such as ada,ben"});
    }
    if (std::ranges::find(names, name) != names.end()) {
      return std::unexpected(fmt::format("'{}' occurs twice", language::readable(name)));
    }
    names.emplace_back(name);
    if (names.size() > max_participants) {
      return std::unexpected(fmt::format("a group has at most {} participants", max_participants));
    }
    if (comma == std::string_view::npos) return names;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace studylab::server
