// The runbooks that the grader knows.
#include <array>

#include "lab/grade/bad_deploy/runbook.h"
#include "lab/grade/database_restore/runbook.h"
#include "lab/grade/host_upgrade/runbook.h"
#include "lab/grade/provider_outage/runbook.h"
#include "lab/grade/route_gap/runbook.h"
#include "lab/grade/runbook.h"
#include "lab/grade/stuck_wake/runbook.h"

namespace studylab::grade {

std::span<RunbookGrading const* const> runbooks() {
  static constexpr std::array<RunbookGrading const*, 6> all{
      &bad_deploy::runbook,   &route_gap::runbook,        &stuck_wake::runbook,
      &host_upgrade::runbook, &database_restore::runbook, &provider_outage::runbook};
  return all;
}

}  // namespace studylab::grade
