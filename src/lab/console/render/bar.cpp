#include "lab/console/render/bar.h"

#include <algorithm>
#include <array>

namespace studylab::console {

std::string bar(std::uint64_t permille, std::size_t width) {
  if (permille == 0 || width == 0) return {};
  auto const halves = std::clamp<std::uint64_t>((permille * width * 2 + 500) / 1000, 1, width * 2);
  std::string out;
  for (std::uint64_t n = 0; n < halves / 2; ++n) out += "█";
  if (halves % 2 == 1) out += "▌";
  return out;
}

std::string trend(std::span<std::uint64_t const> permilles) {
  static constexpr std::array<char const*, 7> steps{"▁", "▂", "▃", "▄", "▅", "▆", "▇"};
  std::uint64_t highest = 0;
  for (auto const rate : permilles) highest = std::max(highest, rate);
  std::string out;
  for (auto const rate : permilles) {
    auto const step = highest == 0 ? 0 : (rate * (steps.size() - 1) + highest / 2) / highest;
    out += steps[step];
  }
  return out;
}

}  // namespace studylab::console
