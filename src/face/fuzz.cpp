#include "face/fuzz.h"

#include <charconv>

#include <fmt/format.h>

#include "face/terminal.h"
#include "lab/drill/load.h"
#include "lab/fuzz/campaign.h"

namespace studylab::face {
namespace {

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  auto const* end = text.data() + text.size();
  auto const read = std::from_chars(text.data(), end, number);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

}  // namespace

std::expected<Seeds, std::string> read_seeds(std::string_view text) {
  auto const dots = text.find("..");
  auto const first = number_of(text.substr(0, dots));
  auto const last = dots == std::string_view::npos ? first : number_of(text.substr(dots + 2));
  if (!first || !last || *first > *last || *last > desk::largest_seed) {
    return std::unexpected(
        fmt::format("--seeds: '{}' is no range of seeds; right would be 1..100, or one number up to {}",
                    text, desk::largest_seed));
  }
  return Seeds{*first, *last};
}

Exit run_fuzz(FuzzCommand const& command) {
  Out out;
  fuzz::Tally tally;
  for (auto const& drill : drill::drills()) {
    if (command.drill != "all" && command.drill != drill.id) continue;
    for (auto seed = command.seeds.first; seed <= command.seeds.last; ++seed) {
      tally.add(fuzz::fuzz_seed(drill, seed,
                                command.every ? fuzz::Every::yes : fuzz::Every::no));
      if (seed % 50 == 0) progress(fmt::format("seed {}, {} findings", seed, tally.findings.size()));
    }
  }
  progress_end();
  for (auto const& finding : tally.findings) {
    out.line(fmt::format("seed {} {} {}: {}: {}", finding.seed, finding.variant, finding.row,
                         finding.rule, finding.what));
  }
  out.line(fmt::format("{} seeds, {} runs, {} findings", tally.seeds, tally.runs,
                       tally.findings.size()));
  return tally.findings.empty() ? Exit::done : Exit::failed;
}

}  // namespace studylab::face
