#include <algorithm>

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

Instant wake_deadline(State const& state, Operation const& wake) {
  auto const& policy = at_key(state.sleepers, wake.environment).policy;
  return std::get<kinds::Wake>(wake.as).begun_at + policy.budget;
}

std::uint32_t attempts_made(Operation const& wake) {
  auto const& as = std::get<kinds::Wake>(wake.as);
  return static_cast<std::uint32_t>(std::ranges::count_if(
      as.attempts, [&](WakeAttempt const& attempt) { return attempt.attempt >= as.first; }));
}

Instant next_attempt_at(State const& state, Operation const& wake) {
  auto const& policy = at_key(state.sleepers, wake.environment).policy;
  auto const made = attempts_made(wake);
  if (made == 0) return std::get<kinds::Wake>(wake.as).begun_at + policy.settle;
  // Each pause is twice the one before; bounded, so that it fits a Duration.
  constexpr std::uint32_t max_doublings = 16;
  auto const doublings = std::min(made - 1, max_doublings);
  return wake.stage_since + policy.backoff * (std::int64_t{1} << doublings);
}

}  // namespace studylab::control
