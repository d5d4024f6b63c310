// The runbooks that the grader knows.
#include <array>

#include "lab/grade/bad_deploy/runbook.h"
#include "lab/grade/route_gap/runbook.h"
#include "lab/grade/runbook.h"

namespace studylab::grade {

std::span<RunbookGrading const* const> runbooks() {
  static constexpr std::array<RunbookGrading const*, 2> all{&bad_deploy::runbook,
                                                            &route_gap::runbook};
  return all;
}

}  // namespace studylab::grade
