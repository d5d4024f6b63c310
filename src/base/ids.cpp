#include "base/ids.h"

#include <algorithm>
#include <charconv>

namespace studylab {

std::string numbered_text(std::string_view prefix, std::uint32_t number) {
  char digits[10];
  auto const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  std::string text;
  text.reserve(prefix.size() + static_cast<std::size_t>(end - digits));
  text.append(prefix).append(digits, end);
  return text;
}

std::optional<std::uint32_t> parse_numbered(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  if (text.empty() || text.front() == '0') return std::nullopt;
  std::uint32_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Bijective base 26: a = 1, z = 26, aa = 27.
std::string lettered_text(std::string_view prefix, std::uint32_t number) {
  std::string letters;
  for (std::uint32_t rest = number; rest > 0; rest = (rest - 1) / 26) {
    letters.push_back(static_cast<char>('a' + (rest - 1) % 26));
  }
  std::reverse(letters.begin(), letters.end());
  return std::string{prefix} + letters;
}

std::optional<std::uint32_t> parse_lettered(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  // Six letters stay below 2^32, more than any platform needs.
  if (text.empty() || text.size() > 6) return std::nullopt;
  std::uint32_t number = 0;
  for (char const letter : text) {
    if (letter < 'a' || letter > 'z') return std::nullopt;
    number = number * 26 + static_cast<std::uint32_t>(letter - 'a') + 1;
  }
  return number;
}

}  // namespace studylab
