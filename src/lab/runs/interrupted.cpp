#include "lab/runs/interrupted.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/version.h"
#include "lab/runs/finish.h"
#include "lab/runs/replay.h"

namespace studylab::runs {
namespace {

// The replay of an interrupted run, if its commands lead to what it stored. The error says why they
// do not.
std::expected<Run, std::string> followed(CutOffRun const& cut_off) {
  if (cut_off.recorded.empty()) return std::unexpected("its ledger is empty");
  auto const* opened = fact_if<RunOpened>(cut_off.recorded.front().fact);
  if (opened == nullptr) return std::unexpected("its ledger does not begin with RunOpened");
  if (opened->program_version != program_version()) {
    return std::unexpected(
        fmt::format("it is of version {}, this is {}", opened->program_version, program_version()));
  }
  auto run = replayed(cut_off.options, cut_off.folder.run(), cut_off.recorded);
  if (!run) return std::unexpected(run.error().text);
  auto const other = cut_off.folder.first_other(run->session().chain());
  if (!other) return std::unexpected(other.error());
  if (*other) {
    return std::unexpected(fmt::format("{} differs from the replay", to_text(**other)));
  }
  return std::move(*run);
}

// One line: the result.
std::string seal_cut_off(CutOffRun& cut_off) {
  auto const id = cut_off.folder.run();
  auto run = followed(cut_off);
  if (!run) {
    auto const left = cut_off.folder.leave(run.error());
    return fmt::format("{} was cut off and is left unchanged: {}", id,
                       left ? run.error() : left.error());
  }
  auto const ending = run->session().ending();
  run->store_in(std::make_unique<RunFolder>(std::move(cut_off.folder)));
  auto const sealed = finish(*run, RunEnding::crashed);
  if (!sealed) return fmt::format("{} was cut off and is not sealed: {}", id, sealed.error());
  auto const entries = cut_off.recorded.size();
  return fmt::format(
      "{} was cut off; it is sealed as {} after its {} stored entries{}", id,
      to_text(ending.value_or(RunEnding::crashed)), entries,
      cut_off.machine_stopped ? "; the machine stopped: the last entries may be lost" : "");
}

}  // namespace

std::expected<void, std::string> seal_interrupted(
    Store const& store, std::optional<Hash> const& salt,
    std::function<void(std::string const& line)> const& report) {
  auto cut_off = store.cut_off(salt);
  if (!cut_off) return std::unexpected(cut_off.error());
  for (auto& run : cut_off->runs) report(seal_cut_off(run));
  auto const& left = cut_off->left;
  if (left.empty()) return {};
  auto const others = left.size() == 1 ? std::string{}
                                       : fmt::format(", and {} more; `studylab history` lists them",
                                                     left.size() - 1);
  report(fmt::format("{} cannot be read and is left unchanged: {}{}", left.front().run,
                     left.front().why, others));
  return {};
}

}  // namespace studylab::runs
