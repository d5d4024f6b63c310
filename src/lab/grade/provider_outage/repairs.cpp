#include "lab/grade/provider_outage/repairs.h"

#include <fmt/format.h>

#include "lab/grade/provider_outage/outage.h"
#include "lab/grade/provider_outage/steps.h"
#include "lab/grade/run.h"

namespace studylab::grade::provider_outage {
namespace {

bool is_never_led_to(Run const&, RepairAct const&) { return false; }

// Those who wait leave the owner informed until the recovery; where no environment is bound to the
// provider, they hold the work that needs it.
EntryId recovered_in_time(Run const& run) {
  auto const recovered = recovered_at(run);
  auto const& own = environment_of(*run.incident->opened);
  auto const* failed = failed_provider(run);
  if (!recovered) return EntryId{};
  bool const prepared =
      was_bound(run, own, *failed) ? is_informed(run, own, recovered) : is_paused(run, recovered);
  return prepared ? recovered : EntryId{};
}

// The provider is well again, and the owner of the incident's environment had not been informed.
Shortfall lacked(Run const& run) {
  auto const recovered = recovered_at(run);
  if (!recovered || recovered_in_time(run)) return {};
  auto const& own = environment_of(*run.incident->opened).value();
  auto const& provider = failed_provider(run)->value();
  return {
      fmt::format("the owner of {} had not been informed when {} was well again", own, provider),
      fmt::format("`status publish {} --cause provider:{} --says \"...\"` before the recovery, "
                  "then `wait --until symptom-gone`",
                  own, provider)};
}

bool is_own(Run const& run, RepairAct const& act) {
  return act.environment != nullptr && is_incident(run, *act.environment);
}

bool is_failover(Run const& run, RepairAct const& act) {
  bool const needed = act.condition != Condition::needs_none;
  return act.verb == RepairVerb::failover && is_own(run, act) && needed;
}

bool is_rotation(Run const& run, RepairAct const& act) {
  return act.verb == RepairVerb::rotation && is_own(run, act);
}

}  // namespace

constexpr AcceptedRepair provider_recovered{.name = "provider-recovered",
                                            .command = "wait --until symptom-gone",
                                            .reach = Reach::none,
                                            .is_led_to_by = is_never_led_to,
                                            .waited_for = recovered_in_time,
                                            .lacked = lacked};

constexpr AcceptedRepair failed_over{.name = "failed-over",
                                     .command = "failover DB --to REGION",
                                     .reach = Reach::database,
                                     .is_led_to_by = is_failover};

constexpr AcceptedRepair secret_rotated{.name = "secret-rotated",
                                        .command = "rotate-secret BINDING",
                                        .reach = Reach::binding,
                                        .is_led_to_by = is_rotation};

}  // namespace studylab::grade::provider_outage
