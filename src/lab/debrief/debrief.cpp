#include "lab/debrief/debrief.h"

#include <utility>

#include <fmt/format.h>

#include "lab/debrief/rerun.h"

namespace studylab::debrief {

LabOpened const* opened_of(Debrief const& debrief) {
  for (auto const& entry : debrief.lab) {
    if (auto const* opened = std::get_if<LabOpened>(&entry.fact)) return opened;
  }
  return nullptr;
}

std::expected<Debrief, std::string> make(evidence::Bundle const& bundle) {
  return make(bundle, bundle.platform_entries(), bundle.lab_entries());
}

std::expected<Debrief, std::string> make(evidence::Bundle const& bundle,
                                         std::vector<FactEntry> platform,
                                         std::vector<evidence::LabEntry> lab) {
  Debrief debrief;
  debrief.run = bundle.run;
  debrief.platform = std::move(platform);
  debrief.lab = std::move(lab);
  debrief.platform_head = bundle.platform.head;
  debrief.lab_head = bundle.lab.head;
  if (debrief.platform.size() != bundle.platform.head.size ||
      debrief.lab.size() != bundle.lab.head.size) {
    return std::unexpected("the run has entries of unknown kinds, so this program cannot grade it");
  }
  auto const* opened = opened_of(debrief);
  if (opened == nullptr)
    return std::unexpected("the lab chain of the bundle does not record how the run was opened");
  auto const key = answer_key_of(*opened);
  if (!key) return std::unexpected(key.error());
  debrief.runbook = key->runbook;
  debrief.operator_kind = opened->operator_kind;
  for (auto const& entry : debrief.lab) {
    if (auto const* fact = std::get_if<UntouchedMeasured>(&entry.fact)) debrief.untouched = *fact;
  }
  debrief.score = grade::grade({debrief.platform, debrief.lab}, *key);
  debrief.clues = key->clues;
  debrief.repairs = key->repairs;
  return debrief;
}

}  // namespace studylab::debrief
