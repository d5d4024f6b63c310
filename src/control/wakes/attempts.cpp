// How many attempts a wake may make, when the next one may begin, and until when.
#include <algorithm>

#include "base/planted.h"
#include "control/wakes/wakes.h"

namespace studylab::control {

std::uint32_t attempts_of(State const& state, Operation const& wake) {
  return at_key(state.sleepers, wake.environment).policy.attempts;
}

bool attempts_used(State const& state, Operation const& wake) {
  return attempts_made(wake) >= attempts_of(state, wake) && !planted(Guard::swn2);
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
