#include "lab/grade/host_upgrade/repairs.h"

#include "lab/grade/run.h"

namespace studylab::grade::host_upgrade {
namespace {

bool leads_to_upgrade(Run const& run, RepairAct const& act) {
  bool const broken = act.condition == Condition::broken;
  switch (act.verb) {
    case RepairVerb::drain:
    case RepairVerb::drift_record: return act.host == incident_host(run);
    case RepairVerb::rebuild:
      return act.condition != Condition::needs_none && (act.host == incident_host(run) || broken);
    case RepairVerb::replacement:
    case RepairVerb::uncordon: return act.host == incident_host(run) || broken;
    case RepairVerb::escalation: return broken && act.team == Team::capacity;
    case RepairVerb::restart: return broken;
    case RepairVerb::rollback:
    case RepairVerb::deploy:
    case RepairVerb::rebaseline:
    case RepairVerb::retry:
    case RepairVerb::notice:
    case RepairVerb::wake:
    case RepairVerb::restore_run:
    case RepairVerb::restore_cutover:
    case RepairVerb::reconcile:
    case RepairVerb::unfence:
    case RepairVerb::failover:
    case RepairVerb::rotation: return false;
  }
  return false;
}

// Only the host's return completes it: the end of its cordon, or of a host that was never cordoned,
// the postcheck after the rebuild.
EntryId completed_by_return(Run const& run, RepairAct const& act) {
  if (act.host != incident_host(run)) return EntryId{};
  auto const returned = run.upgrade.returned;
  if (act.verb == RepairVerb::uncordon) return act.entry == returned ? returned : EntryId{};
  auto const* entry = find_entry(run, returned);
  bool const checked = entry != nullptr && fact_if<HostPostchecked>(entry->fact) != nullptr;
  return act.verb == RepairVerb::rebuild && checked ? returned : EntryId{};
}

// The rebuild made the host again; the end of the cordon only returned it.
bool is_rebuild_before_return(Run const& run, RepairAct const& act) {
  bool const rebuilt = act.verb == RepairVerb::rebuild && act.host == incident_host(run) &&
                       act.ending == Ending::well;
  return rebuilt && run.upgrade.returned && act.ended < run.upgrade.returned;
}

}  // namespace

constexpr AcceptedRepair host_upgraded{.name = "host-upgraded",
                                       .command = "rebuild HOST",
                                       .reach = Reach::host,
                                       .is_led_to_by = leads_to_upgrade,
                                       .completed_at = completed_by_return,
                                       .then = "uncordon HOST",
                                       .is_resolved_by = is_rebuild_before_return};

}  // namespace studylab::grade::host_upgrade
