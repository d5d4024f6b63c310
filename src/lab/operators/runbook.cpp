#include "lab/operators/runbook.h"

#include <algorithm>

namespace studylab::lab {

RunbookExpert const* find_expert(std::string_view runbook) {
  auto const all = runbooks();
  auto const found = std::ranges::find(all, runbook, &RunbookExpert::runbook);
  return found == all.end() ? nullptr : *found;
}

std::string_view strategy_for(std::string_view runbook, std::string_view outcome) {
  auto const* expert = find_expert(runbook);
  if (expert == nullptr) return {};
  auto const all = expert->strategies();
  auto const found = std::ranges::find(all, outcome, &Strategy::outcome);
  return found == all.end() ? std::string_view{} : found->name;
}

}  // namespace studylab::lab
