#include "control/restores/restores.h"

#include <fmt/format.h>

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

std::string next_command(Operation const& restore) {
  auto const& as = std::get<kinds::Restore>(restore.as);
  auto const& database = as.database.value();
  auto const plan = to_text(restore.id);
  if (!awaits_operator(restore)) return fmt::format("`wait --for {}`", plan);
  switch (restore.stage) {
    case Stage::planned: return fmt::format("`fence {}`", database);
    case Stage::fenced:
      return fmt::format("`restore run {} --plan {} --method METHOD`", database, plan);
    case Stage::verified: return fmt::format("`restore cutover {} --plan {}`", database, plan);
    case Stage::cut_over: {
      std::string names;
      for (auto const& consumer : unsettled_consumers(restore)) {
        names += (names.empty() ? "" : ", ") + consumer.value();
      }
      return names.empty() ? fmt::format("`unfence {}`", database)
                           : fmt::format("`reconcile {}` for each of: {}", database, names);
    }
    case Stage::reconciled: return fmt::format("`unfence {}`", database);
    default: return fmt::format("`wait --for {}`", plan);
  }
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
