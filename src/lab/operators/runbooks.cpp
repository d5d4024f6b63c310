// The runbooks that have an expert.
#include "lab/operators/bad_deploy/expert.h"
#include "lab/operators/database_restore/expert.h"
#include "lab/operators/host_upgrade/expert.h"
#include "lab/operators/provider_outage/expert.h"
#include "lab/operators/route_gap/expert.h"
#include "lab/operators/stuck_wake/expert.h"

namespace studylab::lab {

std::span<RunbookExpert const* const> runbooks() {
  static constexpr RunbookExpert const* all[] = {
      &bad_deploy::expert,   &route_gap::expert,        &stuck_wake::expert,
      &host_upgrade::expert, &database_restore::expert, &provider_outage::expert};
  return all;
}

}  // namespace studylab::lab
