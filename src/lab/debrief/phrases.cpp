#include "lab/debrief/phrases.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "lab/debrief/runbook.h"

namespace studylab::debrief {
namespace {

// Of every drill.
constexpr FaultWords decoys[] = {
    {"errors-elsewhere", "", " had errors of its own"},
    {"silent-edge", "", ", a healthy edge, did not report for a while"},
    {"silent-monitor", "the ", " was down for a while"},
    {"old-check", "the check of ", " on record was old, and a new one took a while"},
};

template <class Words>
Words const* find_words(std::span<Words const> all, std::string_view name,
                        std::string_view Words::* key) {
  auto const found = std::ranges::find(all, name, key);
  return found == all.end() ? nullptr : &*found;
}

FaultWords const* words_of(std::string_view fault) {
  for (auto const* runbook : runbooks()) {
    if (auto const* found = find_words(runbook->faults, fault, &FaultWords::fault)) return found;
  }
  return find_words(std::span<FaultWords const>{decoys}, fault, &FaultWords::fault);
}

}  // namespace

std::string fault_in_words(FaultInjected const& injected) {
  if (auto const* known = words_of(injected.fault)) {
    return fmt::format("{}{}{}", known->before, injected.object, known->after);
  }
  return injected.object.empty() ? injected.fault
                                 : fmt::format("{} ({})", injected.fault, injected.object);
}

bool is_decoy(std::string_view fault) {
  return std::ranges::find(decoys, fault, &FaultWords::fault) != std::ranges::end(decoys);
}

std::string_view repair_in_words(std::string_view repair) {
  for (auto const* runbook : runbooks()) {
    auto const* found = find_words(runbook->repairs, repair, &RepairWords::repair);
    if (found != nullptr) return found->words;
  }
  return repair;
}

}  // namespace studylab::debrief
