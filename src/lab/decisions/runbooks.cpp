// The runbooks whose guards and lines decisions show.
#include "lab/decisions/bad_deploy/decisions.h"
#include "lab/decisions/database_restore/decisions.h"
#include "lab/decisions/host_upgrade/decisions.h"
#include "lab/decisions/provider_outage/decisions.h"
#include "lab/decisions/route_gap/decisions.h"
#include "lab/decisions/stuck_wake/decisions.h"

namespace studylab::decisions {

std::span<RunbookDecisions const* const> runbooks() {
  static constexpr RunbookDecisions const* all[] = {
      &bad_deploy::decisions,       &stuck_wake::decisions,   &route_gap::decisions,
      &database_restore::decisions, &host_upgrade::decisions, &provider_outage::decisions};
  return all;
}

}  // namespace studylab::decisions
