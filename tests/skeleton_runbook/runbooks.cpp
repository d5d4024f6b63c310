// The lists of a program that knows the skeleton runbook alone.
#include <array>

#include "lab/debrief/runbook.h"
#include "lab/fuzz/runbook.h"
#include "lab/hints/runbook.h"
#include "lab/operators/runbook.h"
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

// It has no pieces in these layers, which then fall back to what every runbook has.
std::span<lab::RunbookExpert const* const> lab::runbooks() { return {}; }
std::span<fuzz::RunbookRows const> fuzz::runbooks() { return {}; }
std::span<hints::RunbookHints const* const> hints::runbooks() { return {}; }
std::span<debrief::RunbookDebrief const* const> debrief::runbooks() { return {}; }

}  // namespace studylab
