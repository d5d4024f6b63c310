#include "command_language/characters.h"

#include <algorithm>

namespace studylab::language {
namespace {

bool continues(std::string_view bytes, std::size_t at) {
  return at < bytes.size() && (static_cast<unsigned char>(bytes[at]) & 0xC0U) == 0x80U;
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
    if (length == 0 || (!kept && is_control(text, at))) {
      printed += "\xEF\xBF\xBD";
    } else {
      printed += text.substr(at, length);
    }
    at += std::max<std::size_t>(length, 1);
  }
  return printed;
}

}  // namespace studylab::language
