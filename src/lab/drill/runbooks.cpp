// The runbooks that drills can practise.
#include <array>

#include "lab/drill/bad_deploy/runbook.h"
#include "lab/drill/database_restore/runbook.h"
#include "lab/drill/host_upgrade/runbook.h"
#include "lab/drill/provider_outage/runbook.h"
#include "lab/drill/route_gap/runbook.h"
#include "lab/drill/runbook.h"
#include "lab/drill/stuck_wake/runbook.h"

namespace studylab::drill {

std::span<RunbookDrawing const* const> runbooks() {
  static constexpr std::array<RunbookDrawing const*, 6> all{
      &bad_deploy::runbook,   &route_gap::runbook,        &stuck_wake::runbook,
      &host_upgrade::runbook, &database_restore::runbook, &provider_outage::runbook};
  return all;
}

}  // namespace studylab::drill
