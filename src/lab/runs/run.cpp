#include "lab/runs/run.h"

#include <utility>

#include <boost/json/serialize.hpp>

#include "evidence/seal.h"
#include "lab/debrief/reference.h"

namespace studylab::runs {

std::expected<Run, Problem> Run::open(console::RunOptions options, std::unique_ptr<Storage> storage,
                                      console::Text text) {
  auto session = console::Session::open(std::move(options), storage->run(), text);
  if (!session) return problem(Problem::Kind::usage, session.error());
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

std::expected<Ended, std::string> Run::finish(RunEnding ending) {
  session_->finish(ending);
  debrief::append_reference(*session_);
  if (auto saved = storage_->save(session_->chain()); !saved) {
    return std::unexpected(saved.error());
  }
  auto const key = storage_->key();
  if (!key) return std::unexpected(key.error());
  auto bundle = session_->bundle();
  evidence::seal(bundle, *key);
  auto debriefed = debrief::make(bundle);
  if (!debriefed) return std::unexpected(debriefed.error());
  Ended ended{std::move(*debriefed), {}, evidence::encode_bundle(bundle)};
  ended.debrief.counterfactual = debrief::counterfactual(session_->options(), ended.debrief);
  ended.document = debrief::document(ended.debrief);
  auto const kept = storage_->seal(ended.bundle, boost::json::serialize(ended.document));
  if (!kept) return std::unexpected(kept.error());
  return ended;
}

}  // namespace studylab::runs
