// The lists of a program that knows the skeleton runbook alone.
#include <array>

#include "skeleton_runbook/drill/runbook.h"
#include "skeleton_runbook/grade/runbook.h"

namespace studylab {

std::span<grade::RunbookGrading const* const> grade::runbooks() {
  static constexpr std::array<RunbookGrading const*, 1> all{&skeleton::runbook};
  return all;
}

std::span<drill::RunbookDrawing const* const> drill::runbooks() {
  static constexpr std::array<RunbookDrawing const*, 1> all{&skeleton::runbook};
  return all;
}

}  // namespace studylab
