#include "lab/debrief/runbook.h"

#include <algorithm>

namespace studylab::debrief {

RunbookDebrief const& debrief_of_runbook(std::string_view runbook) {
  static constexpr RunbookDebrief none{{}, {}, {}, "show incident", "show incident", {}};
  auto const all = runbooks();
  auto const found = std::ranges::find(all, runbook, &RunbookDebrief::runbook);
  return found == all.end() ? none : **found;
}

}  // namespace studylab::debrief
