#include "control/restores/restores.h"

namespace studylab::control {

Operation const* open_restore(State const& state, DatabaseName const& database) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    auto const* restore = std::get_if<kinds::Restore>(&operation.as);
    bool const begun = restore != nullptr && !is_only_planned(operation);
    if (begun && restore->database == database) return &operation;
  }
  return nullptr;
}

bool is_only_planned(Operation const& operation) {
  return std::holds_alternative<kinds::Restore>(operation.as) &&
         (operation.stage == Stage::planned || operation.stage == Stage::fenced);
}

bool awaits_operator(Operation const& operation) {
  auto const* restore = std::get_if<kinds::Restore>(&operation.as);
  if (restore == nullptr) return false;
  switch (operation.stage) {
    case Stage::planned:
    case Stage::fenced:
    case Stage::reconciled: return true;
    case Stage::verified: return !restore->cutover_entry;
    case Stage::cut_over:
      for (auto const& [name, settling] : restore->consumers) {
        if (settling.ordered && !settling.settled) return false;
      }
      return true;
    default: return false;
  }
}

std::vector<ConsumerName> unsettled_consumers(Operation const& operation) {
  std::vector<ConsumerName> names;
  for (auto const& [name, settling] : std::get<kinds::Restore>(operation.as).consumers) {
    if (!settling.settled) names.push_back(name);
  }
  return names;
}

}  // namespace studylab::control
