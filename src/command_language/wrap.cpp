#include "command_language/wrap.h"

#include <algorithm>

#include "command_language/characters.h"

namespace studylab::language {
namespace {

std::size_t column_at_end(std::string_view text) {
  return columns_of(text.substr(text.rfind('\n') + 1));
}

// Where further lines of an indented line begin: under the second column where it has one, as in
// `  truth      the clues`.
std::size_t hanging_of(std::string_view line, std::size_t indent, std::size_t width) {
  if (indent == 0) return 0;
  auto const gap = line.find("  ", indent);
  auto const column = gap == line.npos ? line.npos : line.find_first_not_of(' ', gap);
  if (column == line.npos || column > width / 2) return indent + 2;
  return columns_of(line.substr(0, column));
}

}  // namespace

void put_wrapped(std::string& out, std::string_view text, std::size_t hanging, std::size_t width) {
  auto column = column_at_end(out);
  bool begun = column > hanging;  // this line already has text
  while (!text.empty()) {
    auto const spaces = std::min(text.find_first_not_of(' '), text.size());
    auto const end = std::min(text.find(' ', spaces), text.size());
    auto const word = text.substr(spaces, end - spaces);
    text.remove_prefix(end);
    if (word.empty()) break;
    auto const size = columns_of(word);
    if (begun && column + spaces + size > width) {
      out += '\n';
      out.append(hanging, ' ');
      column = hanging;
    } else {
      out.append(spaces, ' ');
      column += spaces;
    }
    out += word;
    column += size;
    begun = true;
  }
}

std::string wrapped(std::string_view text, std::size_t width) {
  std::string out;
  out.reserve(text.size() + 64);
  while (true) {
    auto const end = std::min(text.find('\n'), text.size());
    auto const line = text.substr(0, end);
    auto const indent = std::min(line.find_first_not_of(' '), line.size());
    out.append(indent, ' ');
    put_wrapped(out, line.substr(indent), hanging_of(line, indent, width), width);
    if (end == text.size()) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

}  // namespace studylab::language
