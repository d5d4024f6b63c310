// The runbooks that debriefs know.
#include "lab/debrief/bad_deploy/debrief.h"
#include "lab/debrief/database_restore/debrief.h"
#include "lab/debrief/host_upgrade/debrief.h"
#include "lab/debrief/provider_outage/debrief.h"
#include "lab/debrief/route_gap/debrief.h"
#include "lab/debrief/stuck_wake/debrief.h"

namespace studylab::debrief {

std::span<RunbookDebrief const* const> runbooks() {
  static constexpr RunbookDebrief const* all[] = {
      &bad_deploy::debrief,   &route_gap::debrief,        &stuck_wake::debrief,
      &host_upgrade::debrief, &database_restore::debrief, &provider_outage::debrief};
  return all;
}

}  // namespace studylab::debrief
