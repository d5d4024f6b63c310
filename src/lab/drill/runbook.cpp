#include "lab/drill/runbook.h"

#include <algorithm>

namespace studylab::drill {

RunbookDrawing const* find_runbook(std::string_view id) {
  auto const all = runbooks();
  auto const found = std::ranges::find(all, id, &RunbookDrawing::id);
  return found == all.end() ? nullptr : *found;
}

bool holds_with(FaultKind const& fault, grade::Clue const& clue) {
  return std::ranges::find(fault.clues, &clue) != fault.clues.end();
}

}  // namespace studylab::drill
