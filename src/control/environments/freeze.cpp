#include <fmt/format.h>

#include "control/decision.h"
#include "control/environments/environments.h"
#include "control/promotions/promotions.h"

namespace studylab::control {

Environment const* environment_of(State const& state, EnvironmentName const& environment) {
  auto const found = state.environments.find(environment);
  return found == state.environments.end() ? nullptr : &found->second;
}

std::unexpected<Refusal> no_environment(EnvironmentName const& name) {
  return refuse(RefusalCode::no_such_thing, "environment '" + name.value() + "' does not exist",
                "`show environments` lists them");
}

}  // namespace studylab::control

namespace studylab::control::environments {

Decision decide(State const& state, Freeze const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  // If it is already frozen, the same hold stays in force, and this command is recorded too.
  auto const hold = frozen(*environment) ? environment->freeze : HoldId{state.last_hold.number + 1};
  return single(EnvironmentFrozen{hold, verb.environment, act});
}

Decision decide(State const& state, Unfreeze const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  if (!frozen(*environment)) {
    return refuse(RefusalCode::no_such_hold,
                  fmt::format("{} is not frozen", verb.environment.value()),
                  "`show incident` lists the holds");
  }
  EnvironmentUnfrozen fact{environment->freeze, verb.environment, {}, act};
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    bool const queued = kind_of(operation) == OperationKind::promotion &&
                        operation.environment == verb.environment &&
                        operation.stage == Stage::waiting;
    if (queued && waits_on(state, operation)) fact.kept_waiting.push_back(id);
  }
  return single(std::move(fact));
}

}  // namespace studylab::control::environments
