#include "lab/operators/answer_fields.h"

#include <algorithm>
#include <charconv>

namespace studylab::lab::fields {
namespace {

std::uint64_t whole_number(std::string_view digits) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

}  // namespace

std::string_view text(object const& from, std::string_view key) {
  auto const* found = from.if_contains(key);
  if (found == nullptr || !found->is_string()) return {};
  return std::string_view{found->get_string()};
}

std::optional<std::uint64_t> number(object const& from, std::string_view key) {
  auto const* found = from.if_contains(key);
  if (found == nullptr) return std::nullopt;
  if (found->is_uint64()) return found->get_uint64();
  if (found->is_int64() && found->get_int64() >= 0) {
    return static_cast<std::uint64_t>(found->get_int64());
  }
  return std::nullopt;
}

bool yes(object const& from, std::string_view key) {
  auto const* found = from.if_contains(key);
  return found != nullptr && found->is_bool() && found->get_bool();
}

object const* part(object const& from, std::string_view key) {
  auto const* found = from.if_contains(key);
  return found != nullptr && found->is_object() ? &found->get_object() : nullptr;
}

std::optional<NumberRange> range(object const& from, std::string_view key) {
  auto const written = text(from, key);
  auto const dots = written.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  return NumberRange{whole_number(written.substr(0, dots)), whole_number(written.substr(dots + 2))};
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

}  // namespace studylab::lab::fields
