#include "command_language/characters.h"

#include <algorithm>

namespace studylab::language {
namespace {

bool continues(std::string_view bytes, std::size_t at) {
  return at < bytes.size() && (static_cast<unsigned char>(bytes[at]) & 0xC0U) == 0x80U;
}

// The code point of the character of `length` bytes at `at`.
char32_t code_point(std::string_view bytes, std::size_t at, std::size_t length) {
  if (length == 1) return static_cast<unsigned char>(bytes[at]);
  char32_t point = static_cast<unsigned char>(bytes[at]) & (0x7FU >> length);
  for (std::size_t n = 1; n < length; ++n) {
    point = point << 6U | (static_cast<unsigned char>(bytes[at + n]) & 0x3FU);
  }
  return point;
}

struct Span {
  char32_t first;
  char32_t last;
};

// The code points that Unicode lets a display ignore (Default_Ignorable_Code_Point), with the line
// and paragraph separators and the annotation marks. Variation selectors are kept, because emoji
// end with them.
constexpr Span invisible[] = {
    {0xAD, 0xAD},     {0x34F, 0x34F},     {0x61C, 0x61C},     {0x115F, 0x1160},
    {0x17B4, 0x17B5}, {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

// Whether it takes no space or changes the direction of the following text.
bool is_invisible(char32_t point) {
  if (point < invisible[0].first) return false;
  return std::ranges::any_of(
      invisible, [&](Span const& span) { return span.first <= point && point <= span.last; });
}

}  // namespace

std::size_t character_length(std::string_view bytes, std::size_t at) {
  auto const first = static_cast<unsigned char>(bytes[at]);
  if (first < 0x80) return 1;
  std::size_t const length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return 0;
  for (std::size_t n = 1; n < length; ++n) {
    if (!continues(bytes, at + n)) return 0;
  }
  auto const second = static_cast<unsigned char>(bytes[at + 1]);
  bool const wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                     (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return wrong ? 0 : length;
}

bool is_control(std::string_view bytes, std::size_t at) {
  auto const c = static_cast<unsigned char>(bytes[at]);
  if (c < 0x20 || c == 0x7F) return true;
  return c == 0xC2 && continues(bytes, at + 1) && static_cast<unsigned char>(bytes[at + 1]) < 0xA0;
}

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::size_t columns_of(std::string_view text) {
  auto const first_byte = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::ranges::count_if(text, first_byte));
}

std::string readable(std::string_view text) {
  std::string printed;
  printed.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    auto const length = character_length(text, at);
    bool const kept = text[at] == '\n' || text[at] == '\t';
    if (length == 0 ||
        (!kept && (is_control(text, at) || is_invisible(code_point(text, at, length))))) {
      printed += "\xEF\xBF\xBD";
    } else {
      printed += text.substr(at, length);
    }
    at += std::max<std::size_t>(length, 1);
  }
  return printed;
}

std::string readable_line(std::string_view text, std::size_t max_bytes) {
  bool const cut = text.size() > max_bytes;
  if (cut) {
    while (max_bytes > 0 && continues(text, max_bytes)) --max_bytes;
    text = text.substr(0, max_bytes);
  }
  auto line = readable(text);
  std::ranges::replace(line, '\n', ' ');
  if (cut) line += "…";
  return line;
}

}  // namespace studylab::language
