#include "lab/drill/check.h"

#include <fmt/format.h>

#include "lab/drill/load.h"

namespace studylab::drill {

CheckResult check_drill(std::string_view text, std::string file, PlayExpert const& play) {
  CheckResult result;
  auto const drill = load_drill(text, file);
  if (!drill) {
    for (auto const& mistake : drill.error()) result.report += to_text(mistake) + "\n";
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
