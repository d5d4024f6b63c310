// The runbooks that have hints.
#include "lab/hints/bad_deploy/hints.h"
#include "lab/hints/database_restore/hints.h"
#include "lab/hints/host_upgrade/hints.h"
#include "lab/hints/provider_outage/hints.h"
#include "lab/hints/route_gap/hints.h"
#include "lab/hints/stuck_wake/hints.h"

namespace studylab::hints {

std::span<RunbookHints const* const> runbooks() {
  static constexpr RunbookHints const* all[] = {&bad_deploy::hints,       &route_gap::hints,
                                                &stuck_wake::hints,       &host_upgrade::hints,
                                                &database_restore::hints, &provider_outage::hints};
  return all;
}

}  // namespace studylab::hints
