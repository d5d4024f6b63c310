#include "lab/operators/answer_texts.h"

#include <algorithm>
#include <charconv>

namespace studylab::lab {
namespace {

std::uint64_t whole_number(std::string_view digits) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

}  // namespace

std::optional<NumberRange> range_of(std::string_view text) {
  auto const dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  return NumberRange{whole_number(text.substr(0, dots)), whole_number(text.substr(dots + 2))};
}

std::string_view words(std::string_view line, std::size_t count) {
  std::size_t end = 0;
  for (std::size_t n = 0; n < count && end < line.size(); ++n) {
    end = std::min(line.find(' ', n == 0 ? 0 : end + 1), line.size());
  }
  return line.substr(0, end);
}

std::string_view word_after(std::string_view line, std::string_view option) {
  for (auto at = line.find(option); at != std::string_view::npos; at = line.find(option, at + 1)) {
    auto const rest = line.substr(at + option.size());
    if (!rest.starts_with(' ')) continue;
    auto const begin = rest.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return rest.substr(begin, rest.find(' ', begin) - begin);
  }
  return {};
}

}  // namespace studylab::lab
