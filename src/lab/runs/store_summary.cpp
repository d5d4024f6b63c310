#include <fmt/format.h>

#include "lab/runs/store_files.h"

namespace studylab::runs {
namespace {

void read_options(RunSummary& summary, KeptOptions const& kept) {
  summary.drill = kept.options.drill;
  summary.level = kept.options.level;
  summary.practice = console::is_practice(kept.options);
  summary.operator_kind = kept.options.operator_kind;
  summary.operator_name = kept.options.operator_name;
}

std::string why_cut_off(std::filesystem::path const& folder, KeptOptions const& kept) {
  if (auto why = why_unfollowed(folder); !why.empty()) return why;
  if (kept.salted()) return "a command with the --salt-file that it was opened with seals it";
  return {};
}

}  // namespace

RunSummary summary_of(std::string const& run, std::filesystem::path const& folder,
                      std::expected<KeptOptions, std::string> const& kept) {
  RunSummary summary;
  summary.run = run;
  summary.began = began_of(run);
  if (kept) read_options(summary, *kept);
  std::error_code none;
  if (std::filesystem::exists(folder / bundle_file, none)) {
    summary.state = RunState::sealed;
  } else if (!kept) {
    summary.state = RunState::unreadable;
    summary.note = kept.error();
  } else if (is_open(folder, *kept)) {
    summary.state = RunState::open;
    summary.note = fmt::format("process {} operates it", kept->process.pid);
  } else {
    summary.state = RunState::cut_off;
    summary.note = why_cut_off(folder, *kept);
  }
  return summary;
}

}  // namespace studylab::runs
