#include "command_language/classes.h"

#include <array>

namespace studylab::language {
namespace {

using enum FaultClass;

constexpr std::array bad_deploy_classes{app_only, database_migration, runtime_service,
                                        route_propagation, no_fault};
constexpr std::array stuck_wake_classes{artifact_pull, secrets,  bindings,
                                        readiness,     capacity, no_fault};
constexpr std::array route_gap_classes{missing_event,  stale_snapshot, forged_snapshot,
                                       tampered_table, edge_restart,   no_fault};
constexpr std::array database_restore_classes{corruption,        destructive_migration, lost_writes,
                                              wrong_environment, reprocessing,          no_fault};
constexpr std::array host_upgrade_classes{ready, no_headroom,    below_quorum,
                                          drift, stuck_sessions, no_fault};
constexpr std::array provider_outage_classes{database, object_store, queue,
                                             payment,  credential,   no_fault};

}  // namespace

std::span<FaultClass const> classes_of(std::string_view runbook) {
  if (runbook == "bad-deploy") return bad_deploy_classes;
  if (runbook == "stuck-wake") return stuck_wake_classes;
  if (runbook == "route-gap") return route_gap_classes;
  if (runbook == "database-restore") return database_restore_classes;
  if (runbook == "host-upgrade") return host_upgrade_classes;
  if (runbook == "provider-outage") return provider_outage_classes;
  return {};
}

}  // namespace studylab::language
