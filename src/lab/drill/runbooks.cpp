// The runbooks that drills can practise.
#include <array>

#include "lab/drill/bad_deploy/runbook.h"
#include "lab/drill/runbook.h"

namespace studylab::drill {

std::span<RunbookDrawing const* const> runbooks() {
  static constexpr std::array<RunbookDrawing const*, 1> all{&bad_deploy::runbook};
  return all;
}

}  // namespace studylab::drill
