#include "lab/drill/runbook.h"

#include <array>

#include "skeleton_runbook/drill/runbook.h"

namespace studylab::drill {

std::span<RunbookDrawing const* const> runbooks() {
  static constexpr std::array<RunbookDrawing const*, 1> all{&skeleton::runbook};
  return all;
}

}  // namespace studylab::drill
