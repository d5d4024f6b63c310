#include "lab/grade/route_gap/repairs.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade::route_gap {
namespace {

bool repairs_either(Run const& run, RepairAct const& act) {
  if (act.condition != Condition::broken) return false;
  if (act.verb == RepairVerb::restart) return is_incident(run, *act.environment);
  return act.verb == RepairVerb::rebaseline && !used_bad_snapshot(run, act);
}

EntryId both_at(Run const& run, RepairAct const& act) {
  return owner_is_ready(run) ? std::max(act.ended, run.processes.ready_since) : EntryId{};
}

}  // namespace

constexpr AcceptedRepair baseline_and_owner_ready{.name = "baseline-and-owner-ready",
                                                  .command = "repair-propagation EDGE",
                                                  .reach = Reach::environment,
                                                  .is_led_to_by = repairs_either,
                                                  .completed_at = both_at,
                                                  .then = "restart ENV"};

}  // namespace studylab::grade::route_gap
