#include "control/allocations/allocations.h"
#include "control/routes/routes.h"
#include "control/wakes/wakes.h"

namespace studylab::control {

Sleeper const* sleeper_of(State const& state, EnvironmentName const& environment) {
  auto const found = state.sleepers.find(environment);
  return found == state.sleepers.end() ? nullptr : &found->second;
}

Operation const* open_wake(State const& state, EnvironmentName const& environment) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    bool const wake = std::holds_alternative<kinds::Wake>(operation.as);
    if (wake && operation.environment == environment) return &operation;
  }
  return nullptr;
}

bool is_hot(State const& state, EnvironmentName const& environment) {
  auto const* owner = route_of(state, environment);
  return owner != nullptr && ready_allocations(state, environment, owner->release) > 0;
}

}  // namespace studylab::control
