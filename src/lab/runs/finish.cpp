#include "lab/runs/finish.h"

#include <utility>

#include <boost/json/serialize.hpp>

#include "evidence/seal.h"
#include "lab/debrief/reference.h"

namespace studylab::runs {

std::expected<Ended, std::string> finish(Run& run, RunEnding ending) {
  run.end(ending);
  debrief::append_reference(run);
  auto& storage = run.storage();
  if (auto const saved = storage.save(run.session().chain()); !saved) {
    return std::unexpected(saved.error());
  }
  auto const key = storage.key();
  if (!key) return std::unexpected(key.error());
  auto bundle = run.session().bundle();
  evidence::seal(bundle, *key);
  auto const& session = run.session();
  auto debriefed = debrief::make(bundle, session.chain().entries(), session.lab_chain().entries());
  if (!debriefed) return std::unexpected(debriefed.error());
  Ended ended{std::move(*debriefed), {}, evidence::encode_bundle(bundle)};
  ended.debrief.counterfactual = debrief::counterfactual(run.session().options(), ended.debrief);
  ended.document = debrief::document(ended.debrief);
  auto const kept = storage.seal(ended.bundle, boost::json::serialize(ended.document));
  if (!kept) return std::unexpected(kept.error());
  return ended;
}

}  // namespace studylab::runs
