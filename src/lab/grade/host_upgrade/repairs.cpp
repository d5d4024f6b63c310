#include "lab/grade/host_upgrade/repairs.h"

#include "lab/grade/run.h"

namespace studylab::grade::host_upgrade {
namespace {

bool leads_to_upgrade(Run const& run, RepairAct const& act) {
  bool const broken = act.condition == Condition::broken;
  switch (act.verb) {
    case RepairVerb::drain:
    case RepairVerb::rebuild:
    case RepairVerb::drift_record: return act.host == incident_host(run);
    case RepairVerb::replacement:
    case RepairVerb::uncordon: return act.host == incident_host(run) || broken;
    case RepairVerb::escalation: return broken && act.team == Team::capacity;
    case RepairVerb::restart: return broken;
    case RepairVerb::rollback:
    case RepairVerb::deploy:
    case RepairVerb::rebaseline:
    case RepairVerb::retry:
    case RepairVerb::notice:
    case RepairVerb::wake: return false;
  }
  return false;
}

// Only the host's return completes it.
EntryId completed_by_return(Run const& run, RepairAct const& act) {
  bool const is_return = act.verb == RepairVerb::uncordon && act.host == incident_host(run);
  return is_return && act.entry == run.upgrade.returned ? act.entry : EntryId{};
}

}  // namespace

constexpr AcceptedRepair host_upgraded{.name = "host-upgraded",
                                       .command = "rebuild HOST",
                                       .reach = Reach::host,
                                       .is_led_to_by = leads_to_upgrade,
                                       .completed_at = completed_by_return,
                                       .then = "uncordon HOST"};

}  // namespace studylab::grade::host_upgrade
