#include "lab/drill/check.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "base/limits.h"
#include "command_language/characters.h"
#include "lab/drill/load.h"

namespace studylab::drill {
namespace {

constexpr std::size_t max_shown = 50;  // mistakes; later ones mostly follow from the first

}  // namespace

CheckResult check_drill(std::string_view text, std::string file, PlayExpert const& play) {
  CheckResult result;
  file = language::readable_line(file, limits::message);
  auto const drill = load_drill(text, file);
  if (!drill) {
    auto const& mistakes = drill.error();
    auto const shown = std::min(mistakes.size(), max_shown);
    for (auto const& mistake : std::span{mistakes}.first(shown)) {
      result.report += to_text(mistake) + "\n";
    }
    if (shown < mistakes.size()) {
      result.report += fmt::format("{}: and {} more\n", file, mistakes.size() - shown);
    }
    return result;
  }
  result.reads = true;
  result.good = true;
  result.report = fmt::format("{}: no mistakes, {} variants\n", file, drill->variants.size());
  if (!play) return result;
  std::uint64_t passed = 0;
  for (std::uint64_t seed = 1; seed <= checked_seeds; ++seed) {
    if (auto const why = play(*drill, seed)) {
      result.good = false;
      result.report += fmt::format("{}: seed {}: {}\n", file, seed, *why);
    } else {
      ++passed;
    }
  }
  result.report += fmt::format("{}: the expert passes {} of {} seeds with the full score\n", file,
                               passed, checked_seeds);
  return result;
}

}  // namespace studylab::drill
