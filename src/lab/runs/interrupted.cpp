#include "lab/runs/interrupted.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/version.h"
#include "lab/runs/finish.h"
#include "lab/runs/replay.h"

namespace studylab::runs {
namespace {

// The replay of an interrupted run, if its commands lead to what it stored. `on_answer` is called
// with each answer. The error says why they do not.
std::expected<Run, std::string> followed(CutOffRun const& cut_off,
                                         std::function<void(language::Answer)> const& on_answer) {
  if (cut_off.recorded.empty()) return std::unexpected("its ledger is empty");
  auto const* opened = fact_if<RunOpened>(cut_off.recorded.front().fact);
  if (opened == nullptr) return std::unexpected("its ledger does not begin with RunOpened");
  if (opened->program_version != program_version()) {
    return std::unexpected(
        fmt::format("it is of version {}, this is {}", opened->program_version, program_version()));
  }
  auto run = replayed(cut_off.options, cut_off.folder.run(), cut_off.recorded, on_answer);
  if (!run) return std::unexpected(run.error().text);
  auto const other = cut_off.folder.first_other(run->session().chain());
  if (!other) return std::unexpected(other.error());
  if (*other) {
    return std::unexpected(fmt::format("{} differs from the replay", to_text(**other)));
  }
  return std::move(*run);
}

std::string after_entries(CutOffRun const& cut_off) {
  return fmt::format(
      "after its {} stored entries{}", cut_off.recorded.size(),
      cut_off.machine_stopped ? "; the machine stopped: the last entries may be lost" : "");
}

// One line: the result.
std::string continue_cut_off(CutOffRun& cut_off, Run run, std::vector<language::Answer> answers,
                             Continue const& go_on) {
  auto const id = cut_off.folder.run();
  if (auto const taken = cut_off.folder.take_over(cut_off.options); !taken) {
    return fmt::format("{} was cut off and is not continued: {}", id, taken.error());
  }
  auto const served = *cut_off.folder.served();
  run.store_in(std::make_unique<RunFolder>(std::move(cut_off.folder)));
  go_on({std::move(run), served, std::move(answers)});
  return fmt::format("{} was cut off; it continues {}", id, after_entries(cut_off));
}

// One line: the result.
std::string settle(CutOffRun& cut_off, Continue const& go_on) {
  auto const id = cut_off.folder.run();
  bool const served = go_on && cut_off.folder.served();
  std::vector<language::Answer> answers;
  auto const collect = [&](language::Answer answer) { answers.push_back(std::move(answer)); };
  using OnAnswer = std::function<void(language::Answer)>;
  auto run = followed(cut_off, served ? OnAnswer{collect} : OnAnswer{});
  if (!run) {
    auto const left = cut_off.folder.leave(run.error());
    return fmt::format("{} was cut off and is left unchanged: {}", id,
                       left ? run.error() : left.error());
  }
  auto const ending = run->session().ending();
  if (served && !ending) {
    return continue_cut_off(cut_off, std::move(*run), std::move(answers), go_on);
  }
  run->store_in(std::make_unique<RunFolder>(std::move(cut_off.folder)));
  auto const sealed = finish(*run, RunEnding::crashed);
  if (!sealed) return fmt::format("{} was cut off and is not sealed: {}", id, sealed.error());
  auto const how = ending.value_or(RunEnding::crashed);
  return fmt::format("{} was cut off; it is sealed as {} {}", id,
                     how == RunEnding::crashed ? "interrupted by a crash" : to_text(how),
                     after_entries(cut_off));
}

}  // namespace

std::expected<void, std::string> seal_interrupted(
    Store const& store, std::optional<Hash> const& salt,
    std::function<void(std::string const& line)> const& report, Continue const& go_on) {
  auto cut_off = store.cut_off(salt);
  if (!cut_off) return std::unexpected(cut_off.error());
  for (auto& run : cut_off->runs) report(settle(run, go_on));
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
