#include "control/environments/environments.h"
#include "control/incidents/incidents.h"

namespace studylab::control::environments {

void fold(State& state, AppRegistered const& fact, EntryRef at) {
  state.apps[fact.app] = fact;
  state.app_entries[fact.app] = at.id;
}

void fold(State& state, EnvironmentDeclared const& fact, EntryRef at) {
  Environment environment;
  environment.declared = fact;
  environment.entry = at.id;
  environment.gap_policy = fact.gap_policy;
  environment.gap_policy_entry = at.id;
  state.environments[fact.environment] = std::move(environment);
  state.environment_by_route[fact.route] = fact.environment;
}

void fold(State& state, EnvironmentFrozen const& fact, EntryRef at) {
  auto& environment = at_key(state.environments, fact.environment);
  environment.freeze = fact.hold;
  environment.freeze_entry = at.id;
  place_hold(state, fact.hold, HoldKind::freeze, fact.environment, at);
}

void fold(State& state, EnvironmentUnfrozen const& fact, EntryRef at) {
  auto& environment = at_key(state.environments, fact.environment);
  environment.freeze = HoldId{};
  environment.freeze_entry = at.id;
  state.holds.erase(fact.hold);
  for (auto const id : fact.kept_waiting) {
    auto& operation = at_key(state.operations, id);
    std::get<kinds::Promotion>(operation.as).kept_waiting = true;
    // The freeze has been lifted, so it must no longer be printed as the reason.
    operation.why = "stays waiting: it would bring the incident back or does not fit the database";
    operation.stage_entry = at.id;
  }
}

}  // namespace studylab::control::environments
