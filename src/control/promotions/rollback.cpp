// Whether a rollback may start: its release must come from the environment's own history.
#include <fmt/format.h>

#include "base/planted.h"
#include "control/databases/databases.h"
#include "control/decision.h"
#include "control/environments/environments.h"
#include "control/operations/operations.h"
#include "control/promotions/change_checks.h"
#include "control/promotions/promotions.h"
#include "control/releases/releases.h"
#include "control/routes/routes.h"

namespace studylab::control::promotions {

Decision decide(State const& state, Rollback const& verb, Act const& act) {
  if (verb.as_data_repair) {
    return refuse(RefusalCode::route_is_not_data, "moving a route back does not change the data",
                  "repair the data in the database");
  }
  if (verb.without_database_check && !planted(Guard::bdn3)) {
    return refuse(RefusalCode::database_check_required, "the database check cannot be skipped",
                  "`rollback … --plan` prints its verdict");
  }
  auto const* owner = route_of(state, verb.environment);
  if (owner == nullptr) return no_environment(verb.environment);
  auto const release = parse_id<ReleaseId>(verb.release);
  if (!release || !state.releases.contains(*release))
    return no_release(verb.environment, verb.release);
  if (owner->release == *release) return already_owner(*owner, "choose an earlier release");
  auto const own = at_key(state.releases, *release).registered.environment == verb.environment;
  if (!own || (!has_served(state, verb.environment, *release) && !planted(Guard::bdn1))) {
    return refuse(
        RefusalCode::rollback_needs_promoted_artifact,
        fmt::format("{} has never run in {}", verb.release, verb.environment.value()),
        fmt::format("`show releases {}` shows which were promoted", verb.environment.value()));
  }
  if (auto refusal =
          compatibility_refusal(state, verb.environment, *release, OperationKind::rollback);
      refusal && !planted(Guard::bdn3)) {
    return std::unexpected(*refusal);
  }
  if (auto refusal = start_refusal(state, verb.environment, *release))
    return std::unexpected(*refusal);
  return single(operations::requested(
      state, requests::Rollback{verb.environment, *release, owner->epoch}, act));
}

}  // namespace studylab::control::promotions
