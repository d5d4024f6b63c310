#include "lab/grade/provider_outage/repairs.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "lab/grade/provider_outage/outage.h"
#include "lab/grade/provider_outage/steps.h"
#include "lab/grade/run.h"

namespace studylab::grade::provider_outage {
namespace {

bool is_never_led_to(Run const&, RepairAct const&) { return false; }

// The affected environments whose owners did not have a status when the provider was well again;
// the incident's comes first.
std::vector<EnvironmentName> uninformed(Run const& run, EntryId recovered) {
  auto environments = affected_environments(run);
  std::erase_if(environments, [&](EnvironmentName const& environment) {
    return is_informed(run, environment, recovered);
  });
  std::ranges::stable_partition(environments, [&](EnvironmentName const& environment) {
    return is_incident(run, environment);
  });
  return environments;
}

// Those who wait leave every affected owner informed until the recovery; where no environment is
// bound to the provider, they hold the work that needs it.
EntryId recovered_in_time(Run const& run) {
  auto const recovered = recovered_at(run);
  if (!recovered) return EntryId{};
  bool const prepared = affected_environments(run).empty() ? is_paused(run, recovered)
                                                           : uninformed(run, recovered).empty();
  return prepared ? recovered : EntryId{};
}

// The provider is well again, and some affected owners had not been informed.
Shortfall lacked(Run const& run) {
  auto const recovered = recovered_at(run);
  if (!recovered || recovered_in_time(run)) return {};
  auto const& provider = failed_provider(run)->value();
  auto const environments = uninformed(run, recovered);
  if (environments.empty()) {
    auto const& own = environment_of(*run.incident->opened).value();
    return {fmt::format("the work of {} was not held when {} was well again", own, provider),
            fmt::format("`pause {}` before the recovery, then `wait --until symptom-gone`", own)};
  }
  bool const several = environments.size() > 1;
  std::string names;
  for (auto const& one : environments) names += (names.empty() ? "" : ", ") + one.value();
  return {
      fmt::format("the owner{} of {} had not been informed when {} was well again",
                  several ? "s" : "", names, provider),
      fmt::format("`status publish {} --cause provider:{} --says \"...\"` before the recovery{}, "
                  "then `wait --until symptom-gone`",
                  environments.front().value(), provider,
                  several ? ", and one for each of the others" : "")};
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
