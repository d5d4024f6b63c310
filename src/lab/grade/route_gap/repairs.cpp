#include "lab/grade/route_gap/repairs.h"

#include "lab/grade/run.h"

namespace studylab::grade::route_gap {
namespace {

bool repairs_either(Run const& run, RepairAct const& act) {
  if (act.condition != Condition::broken) return false;
  if (act.verb == RepairVerb::restart) return is_incident(run, *act.environment);
  return act.verb == RepairVerb::rebaseline;
}

}  // namespace

constexpr AcceptedRepair baseline_and_owner_ready{.name = "baseline-and-owner-ready",
                                                  .command = "repair-propagation EDGE",
                                                  .reach = Reach::environment,
                                                  .is_led_to_by = repairs_either,
                                                  .is_complete = owner_is_ready};

}  // namespace studylab::grade::route_gap
