#include "lab/runs/run.h"

#include <utility>

namespace studylab::runs {

std::expected<Run, Problem> Run::open(console::RunOptions options, std::unique_ptr<Storage> storage,
                                      console::Text text) {
  auto session = console::Session::open(std::move(options), storage->run(), text);
  return begun(std::move(session), std::move(storage));
}

std::expected<Run, Problem> Run::open(drill::Drill const& drill, console::RunOptions options,
                                      std::unique_ptr<Storage> storage, console::Text text,
                                      console::Session::MakeWorld const& make) {
  auto session = console::Session::open(drill, std::move(options), storage->run(), text, make);
  return begun(std::move(session), std::move(storage));
}

std::expected<Run, Problem> Run::begun(Opened session, std::unique_ptr<Storage> storage) {
  if (!session) return problem(Problem::Kind::usage, std::move(session.error()));
  auto const begun = storage->begin((*session)->options(), (*session)->chain());
  if (!begun) return problem(Problem::Kind::missing, begun.error());
  return Run{std::move(*session), std::move(storage)};
}

std::expected<language::Answer, std::string> Run::execute(std::string_view line,
                                                          std::optional<Instant> at) {
  auto answer = at ? session_->execute(line, *at) : session_->execute(line);
  // Before the answer is shown, so that no answer that the operator has read is lost.
  if (auto saved = storage_->save(session_->chain()); !saved) {
    return std::unexpected(std::move(saved.error()));
  }
  return answer;
}

std::expected<void, std::string> Run::show_truth() {
  if (session_->ended() || session_->options().truth_shown) return {};
  // Stored first: a run that could not be marked is not marked in memory alone.
  auto options = session_->options();
  options.truth_shown = session_->chain().entries().back().id;
  if (auto const kept = storage_->keep(options); !kept) return std::unexpected(kept.error());
  session_->show_truth(*options.truth_shown);
  return {};
}

}  // namespace studylab::runs
