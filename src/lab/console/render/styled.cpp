#include "lab/console/render/styled.h"

#include <algorithm>
#include <array>
#include <utility>

#include "command_language/characters.h"

namespace studylab::console {
namespace {

constexpr std::string_view ellipsis = "…";

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::plain: return {};
    case Style::strong: return "\x1b[1m";
    case Style::dim: return "\x1b[2m";
    case Style::red: return "\x1b[31m";
    case Style::amber: return "\x1b[33m";
    case Style::green: return "\x1b[32m";
  }
  return {};
}
constexpr std::string_view escape_end = "\x1b[0m";

std::size_t length_at(std::string_view text, std::size_t at) {
  return std::max<std::size_t>(1, language::character_length(text, at));
}

// The characters that the views use, replaced by ASCII.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> substitutes{{{"·", "-"},
                                                                                     {"…", "~"},
                                                                                     {"█", "#"},
                                                                                     {"▌", "#"},
                                                                                     {"▁", "_"},
                                                                                     {"▂", "."},
                                                                                     {"▃", "-"},
                                                                                     {"▄", "="},
                                                                                     {"▅", "+"},
                                                                                     {"▆", "*"},
                                                                                     {"▇", "#"},
                                                                                     {"▸", ">"}}};

// Each character is replaced by one column, so that columns stay aligned.
std::string in_ascii(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto const length = length_at(text, at);
    auto const character = text.substr(at, length);
    auto const found = std::ranges::find(substitutes, character,
                                         &std::pair<std::string_view, std::string_view>::first);
    if (length == 1) {
      out += character;
    } else {
      out += found == substitutes.end() ? "?" : found->second;
    }
    at += length;
  }
  return out;
}

// The bytes of the first `columns` characters.
std::size_t bytes_of(std::string_view text, std::size_t columns) {
  std::size_t at = 0;
  while (columns-- > 0 && at < text.size()) at += length_at(text, at);
  return at;
}

}  // namespace

Styled& Styled::add(std::string_view text, Style style) {
  if (text.empty()) return *this;
  auto printable = language::readable(text);
  std::ranges::replace(printable, '\n', ' ');
  std::ranges::replace(printable, '\t', ' ');
  if (!parts_.empty() && parts_.back().style == style) {
    parts_.back().text += printable;
  } else {
    parts_.push_back({std::move(printable), style});
  }
  return *this;
}

Styled& Styled::add(Styled const& other) {
  parts_.insert(parts_.end(), other.parts_.begin(), other.parts_.end());
  return *this;
}

std::size_t Styled::columns() const {
  std::size_t columns = 0;
  for (auto const& part : parts_) columns += language::columns_of(part.text);
  return columns;
}

std::string Styled::plain() const {
  std::string text;
  for (auto const& part : parts_) text += part.text;
  return text;
}

Styled Styled::stripped() const {
  auto out = *this;
  while (!out.parts_.empty()) {
    auto& text = out.parts_.back().text;
    text.resize(text.find_last_not_of(' ') + 1);
    if (!text.empty()) break;
    out.parts_.pop_back();
  }
  return out;
}

Styled Styled::shortened(std::size_t columns) const {
  if (this->columns() <= columns) return *this;
  Styled out;
  auto room = columns == 0 ? 0 : columns - 1;
  auto style = Style::plain;
  for (auto const& part : parts_) {
    if (room == 0) break;
    style = part.style;
    auto const kept = std::string_view{part.text}.substr(0, bytes_of(part.text, room));
    out.add(kept, style);
    room -= language::columns_of(kept);
  }
  if (columns > 0) out.add(ellipsis, style);
  return out;
}

std::vector<Styled> Styled::wrapped(std::size_t columns, std::size_t hanging) const {
  std::vector<Styled> lines(1);
  std::size_t used = 0;
  std::size_t spaces = 0;  // before the next word, on the same line
  auto const put_word = [&](std::string_view word, Style style) {
    auto const size = language::columns_of(word);
    if (used + spaces + size > columns && used > hanging) {
      lines.emplace_back(std::string(hanging, ' '));
      used = hanging;
      spaces = 0;
    }
    lines.back().add(std::string(spaces, ' '), style);
    lines.back().add(word, style);
    used += spaces + size;
    spaces = 0;
  };
  for (auto const& part : parts_) {
    std::string_view rest{part.text};
    while (!rest.empty()) {
      auto const blank = std::min(rest.find_first_not_of(' '), rest.size());
      spaces += blank;
      rest.remove_prefix(blank);
      auto const end = std::min(rest.find(' '), rest.size());
      if (end > 0) put_word(rest.substr(0, end), part.style);
      rest.remove_prefix(end);
    }
  }
  for (auto& line : lines) line = line.shortened(columns);
  return lines;
}

std::string Styled::on(Screen const& screen) const {
  std::string out;
  for (auto const& part : parts_) {
    auto const escape = screen.colour == Colour::yes ? escape_of(part.style) : std::string_view{};
    out += escape;
    out += screen.charset == Charset::utf8 ? part.text : in_ascii(part.text);
    if (!escape.empty()) out += escape_end;
  }
  return out;
}

std::string printable(std::string_view text, Screen const& screen) {
  auto const clean = language::readable(text);
  return screen.charset == Charset::utf8 ? clean : in_ascii(clean);
}

Styled joined(std::vector<Styled> const& parts, std::string_view between) {
  Styled out;
  for (auto const& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out.add(between);
    out.add(part);
  }
  return out;
}

}  // namespace studylab::console
