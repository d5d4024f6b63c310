#include "face/run_store.h"

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include "evidence/file_keys.h"
#include "evidence/seal.h"
#include "face/terminal.h"
#include "lab/debrief/reference.h"

namespace studylab::face {
namespace {

void measure_reference(desk::Session& session) {
  auto reference = debrief::reference_of(session);
  if (reference) {
    session.append_lab(LabFact{std::move(*reference)});
  } else {
    session.append_lab(LabFact{LabFailed{reference.error()}});
  }
}

}  // namespace

std::expected<Ended, std::string> seal_run(desk::Store const& store, desk::RunFolder& folder,
                                           desk::Session& session) {
  measure_reference(session);
  if (auto saved = folder.save(session.chain()); !saved) return std::unexpected(saved.error());
  auto const key = evidence::installation_key(store.home());
  if (!key) return std::unexpected(key.error());
  auto bundle = session.bundle();
  evidence::seal(bundle, *key);
  auto debriefed = debrief::make(bundle);
  if (!debriefed) return std::unexpected(debriefed.error());
  Ended ended{std::move(*debriefed), {}, evidence::encode_bundle(bundle)};
  ended.debrief.operator_kind = session.options().operator_kind;
  ended.debrief.counterfactual =
      debrief::counterfactual(session.options(), ended.debrief.platform, ended.debrief.marks);
  ended.document = debrief::document(ended.debrief);
  auto const kept = folder.seal(ended.bundle, boost::json::serialize(ended.document));
  if (!kept) return std::unexpected(kept.error());
  return ended;
}

std::expected<desk::Store, std::string> open_store() {
  auto store = desk::Store::open(desk::home_folder());
  if (!store) return store;
  auto cut_off = store->cut_off();
  if (!cut_off) return std::unexpected(cut_off.error());
  for (auto& run : *cut_off) {
    auto session = desk::replayed(run.options, run.folder.run(), run.recorded);
    if (!session) {
      complain(fmt::format("{} was cut off and cannot be followed: {}", run.folder.run(),
                           session.error()));
      continue;
    }
    (*session)->finish(RunEnding::crashed);
    auto const sealed = seal_run(*store, run.folder, **session);
    complain(sealed ? fmt::format("{} had been cut off; it is sealed as crashed, nothing is lost",
                                  run.folder.run())
                    : fmt::format("{} was cut off: {}", run.folder.run(), sealed.error()));
  }
  return store;
}

}  // namespace studylab::face
