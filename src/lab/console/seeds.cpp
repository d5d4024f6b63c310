#include "lab/console/seeds.h"

#include <charconv>

#include "lab/console/options.h"

namespace studylab::console {

std::optional<std::uint64_t> parse_seed(std::string_view text) {
  std::uint64_t seed = 0;
  auto const* const end = text.data() + text.size();
  auto const [rest, error] = std::from_chars(text.data(), end, seed);
  bool const whole = !text.empty() && error == std::errc{} && rest == end;
  return whole && seed <= max_seed ? std::optional{seed} : std::nullopt;
}

std::optional<Seeds> parse_seeds(std::string_view text) {
  auto const dots = text.find("..");
  auto const first = parse_seed(text.substr(0, dots));
  auto const last = dots == std::string_view::npos ? first : parse_seed(text.substr(dots + 2));
  if (!first || !last || *first > *last) return std::nullopt;
  return Seeds{*first, *last};
}

}  // namespace studylab::console
