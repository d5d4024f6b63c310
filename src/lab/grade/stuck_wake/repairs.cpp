#include "lab/grade/stuck_wake/repairs.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade::stuck_wake {
namespace {

bool asks_for(RepairAct const& act, RepairKind kind) {
  return act.verb == RepairVerb::notice && act.repair == kind;
}

bool returns_host(RepairAct const& act) { return act.verb == RepairVerb::uncordon; }

// Once this run has freed a slot, capacity has nothing to bring.
bool asks_for_host(RepairAct const& act) {
  return act.verb == RepairVerb::escalation && act.team == Team::capacity &&
         act.condition != Condition::shown_healthy;
}

bool wakes_again(Run const& run, RepairAct const& act) {
  return wakes(run, act) && act.environment != nullptr && is_incident(run, *act.environment);
}

// Whether another attempt was begun when the cause was gone, or got ready, or is under way. One
// that was begun too early and failed only burned attempts.
bool in_time(RepairAct const& attempt, RepairAct const& earlier) {
  return by_then(earlier.effect, attempt.entry) || attempt.effect || !attempt.ended;
}

// Another attempt is a step towards a repair once the cause is gone: before, it only fails again.
template <class RemovesCause>
bool leads(Run const& run, RepairAct const& act, RemovesCause removes_cause) {
  if (removes_cause(act)) return true;
  if (!wakes_again(run, act)) return false;
  return std::ranges::any_of(run.repairs.acts, [&](RepairAct const& earlier) {
    return earlier.entry < act.entry && earlier.ending != Ending::found_nothing &&
           removes_cause(earlier) && in_time(act, earlier);
  });
}

template <RepairKind kind>
bool leads_to_owner_repair(Run const& run, RepairAct const& act) {
  return leads(run, act, [](RepairAct const& one) { return asks_for(one, kind); });
}

bool leads_to_returned_host(Run const& run, RepairAct const& act) {
  return leads(run, act, returns_host);
}

bool leads_to_brought_host(Run const& run, RepairAct const& act) {
  return leads(run, act, asks_for_host);
}

// The cause is gone, and then the environment is hot.
EntryId hot_after(Run const& run, RepairAct const& act) {
  // A wake's own effect is that an allocation is ready.
  return wakes(run, act) ? act.effect : ready_after(run, act.effect);
}

template <RepairKind kind>
constexpr AcceptedRepair owner_repair(std::string_view name, std::string_view command) {
  return {.name = name,
          .command = command,
          .reach = Reach::environment,
          .is_led_to_by = leads_to_owner_repair<kind>,
          .completed_at = hot_after};
}

}  // namespace

constexpr AcceptedRepair artifact_restored =
    owner_repair<RepairKind::artifact>("artifact-restored", "notify-owner ENV --repair artifact");
constexpr AcceptedRepair secret_restored =
    owner_repair<RepairKind::secret>("secret-restored", "notify-owner ENV --repair secret NAME");
constexpr AcceptedRepair binding_restored =
    owner_repair<RepairKind::binding>("binding-restored", "notify-owner ENV --repair binding NAME");
constexpr AcceptedRepair readiness_restored = owner_repair<RepairKind::readiness>(
    "readiness-restored", "notify-owner ENV --repair readiness");

constexpr AcceptedRepair host_returned{.name = "host-returned",
                                       .command = "uncordon HOST",
                                       .reach = Reach::environment,
                                       .is_led_to_by = leads_to_returned_host,
                                       .completed_at = hot_after};
constexpr AcceptedRepair host_brought{.name = "host-brought",
                                      .command = "escalate capacity",
                                      .reach = Reach::environment,
                                      .is_led_to_by = leads_to_brought_host,
                                      .completed_at = hot_after};

}  // namespace studylab::grade::stuck_wake
