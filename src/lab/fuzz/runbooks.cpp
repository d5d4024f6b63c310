// The runbooks that have rows of their own in the grader's table.
#include "lab/fuzz/bad_deploy/rows.h"
#include "lab/fuzz/database_restore/rows.h"
#include "lab/fuzz/host_upgrade/rows.h"
#include "lab/fuzz/provider_outage/rows.h"
#include "lab/fuzz/route_gap/rows.h"
#include "lab/fuzz/runbook.h"
#include "lab/fuzz/stuck_wake/rows.h"

namespace studylab::fuzz {

std::span<RunbookRows const> runbooks() {
  static constexpr RunbookRows all[] = {{"bad-deploy", bad_deploy::add_rows},
                                        {"route-gap", route_gap::add_rows},
                                        {"stuck-wake", stuck_wake::add_rows},
                                        {"host-upgrade", host_upgrade::add_rows},
                                        {"database-restore", database_restore::add_rows},
                                        {"provider-outage", provider_outage::add_rows}};
  return all;
}

}  // namespace studylab::fuzz
