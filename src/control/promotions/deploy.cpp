// Whether a promotion may start: a freeze stops it, unless it is a forward fix of the incident.
#include <fmt/format.h>

#include "base/planted.h"
#include "control/databases/databases.h"
#include "control/decision.h"
#include "control/environments/environments.h"
#include "control/operations/operations.h"
#include "control/promotions/change_checks.h"
#include "control/promotions/promotions.h"
#include "control/routes/routes.h"

namespace studylab::control::promotions {

Decision decide(State const& state, Deploy const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  auto const release = parse_id<ReleaseId>(verb.release);
  bool const own = release && state.releases.contains(*release) &&
                   at_key(state.releases, *release).registered.environment == verb.environment;
  if (!own) return no_release(verb.environment, verb.release);
  auto const* owner = route_of(state, verb.environment);
  if (owner != nullptr && owner->release == *release) {
    return already_owner(*owner, "choose another release; `restart` starts this one again");
  }
  bool const fix = verb.forward_fix == ForwardFix::yes;
  bool const in_incident =
      is_open(state.incident) && environment_of(state.incident->opened) == verb.environment;
  if (fix && !in_incident) {
    return refuse(RefusalCode::promotion_misfit,
                  fmt::format("no incident is open on {}", verb.environment.value()),
                  "deploy without `--forward-fix`");
  }
  if (frozen(*environment) && !fix && !planted(Guard::bd1)) {
    return refuse(
        RefusalCode::environment_frozen,
        fmt::format("{} is frozen by {}", verb.environment.value(), to_text(environment->freeze)),
        "use `--forward-fix` while the incident is open and the plan fits");
  }
  auto const kind = verdict_kind(OperationKind::promotion, verb.forward_fix);
  if (auto refusal = compatibility_refusal(state, verb.environment, *release, kind)) {
    return std::unexpected(*refusal);
  }
  if (auto refusal = start_refusal(state, verb.environment, *release))
    return std::unexpected(*refusal);
  return single(
      operations::requested(state,
                            requests::Promotion{verb.environment, *release, verb.forward_fix,
                                                route_of(state, verb.environment)->epoch},
                            act));
}

}  // namespace studylab::control::promotions
