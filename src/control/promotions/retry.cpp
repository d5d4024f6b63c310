// Whether a failed promotion or rollback may be tried again.
#include <fmt/format.h>

#include "base/planted.h"
#include "control/databases/databases.h"
#include "control/decision.h"
#include "control/environments/environments.h"
#include "control/promotions/change_checks.h"
#include "control/promotions/promotions.h"
#include "control/routes/routes.h"

namespace studylab::control::promotions {

Decision retry(State const& state, Operation const& operation, Act const& act) {
  auto const& change = owner_change(operation);
  auto const& environment = at_key(state.environments, operation.environment);
  if (frozen(environment) && held_by_freeze(operation) && !planted(Guard::bd1)) {
    return refuse(RefusalCode::environment_frozen,
                  fmt::format("{} is frozen by {}", operation.environment.value(),
                              to_text(environment.freeze)),
                  "lift the freeze first: `unfreeze ENV`");
  }
  auto const* owner = route_of(state, operation.environment);
  if (change.expected_epoch != KeyEpoch{} && owner->epoch != change.expected_epoch &&
      !planted(Guard::bd4)) {
    return refuse(RefusalCode::epoch_conflict,
                  fmt::format("{} is at epoch {}, not {}", owner->route.value(),
                              owner->epoch.value(), change.expected_epoch.value()),
                  "plan it again");
  }
  if (auto refusal = compatibility_refusal(state, operation.environment, change.release,
                                           verdict_kind(operation))) {
    return std::unexpected(*refusal);
  }
  if (auto refusal = start_refusal(state, operation.environment, change.release)) {
    return std::unexpected(*refusal);
  }
  return single(OperationRetried{operation.id, next(operation.attempt), act});
}

}  // namespace studylab::control::promotions
