#include "cli/fuzz.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/fuzz_jobs.h"
#include "cli/fuzz_report.h"
#include "cli/terminal.h"
#include "lab/console/options.h"

namespace studylab::cli {
std::expected<console::Seeds, std::string> read_seeds(std::string_view text) {
  if (auto const seeds = console::parse_seeds(text)) return *seeds;
  return std::unexpected(
      fmt::format("--seeds: '{}' is not a valid range; expected 1..100, or one number up to {}",
                  text, console::max_seed));
}

Exit run_fuzz(FuzzCommand const& command) {
  fuzz::Tally tally;
  for (auto const* drill : command.drills) tally.add(fuzz_in_jobs(*drill, command));
  std::ranges::stable_sort(tally.findings, {}, &fuzz::Finding::seed);
  if (auto lucky = fuzz::random_passes_too_often(tally); !lucky.empty()) {
    tally.findings.push_back(
        {command.seeds.first, {}, "random", "table", std::move(lucky), {}, {}});
  }
  Out out;
  if (command.json == Json::yes) {
    out.line(fuzz_json(tally));
  } else {
    out.print(fuzz_text(tally));
  }
  if (interrupted()) print_error("interrupted: not every seed was run");
  if (interrupted()) return Exit::missing;
  return tally.findings.empty() ? Exit::done : Exit::failed;
}

}  // namespace studylab::cli
