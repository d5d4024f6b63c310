#include "command_language/classes.h"

#include <algorithm>
#include <array>

namespace studylab::language {
namespace {

namespace lists {
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

}  // namespace lists

struct RunbookClasses {
  std::string_view runbook;
  std::span<FaultClass const> classes;
};
constexpr RunbookClasses all[] = {
    {"bad-deploy", lists::bad_deploy_classes},
    {"stuck-wake", lists::stuck_wake_classes},
    {"route-gap", lists::route_gap_classes},
    {"database-restore", lists::database_restore_classes},
    {"host-upgrade", lists::host_upgrade_classes},
    {"provider-outage", lists::provider_outage_classes},
};

}  // namespace

std::span<FaultClass const> classes_of(std::string_view runbook) {
  auto const found = std::ranges::find(all, runbook, &RunbookClasses::runbook);
  return found == std::ranges::end(all) ? std::span<FaultClass const>{} : found->classes;
}

bool needs_scope(std::string_view runbook, FaultClass fault_class) {
  using enum FaultClass;
  bool const outage = fault_class == database || fault_class == object_store ||
                      fault_class == queue || fault_class == payment;
  return outage && runbook == "provider-outage";
}

constexpr std::string_view scope_meaning =
    "customer if environments are bound to the provider, platform if only the control plane needs "
    "it, both if both do";

}  // namespace studylab::language
