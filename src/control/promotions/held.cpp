// Whether the platform holds a promotion back: a freeze, or a provider that it needs.
#include <fmt/format.h>

#include "base/planted.h"
#include "control/promotions/promotions.h"
#include "control/providers/health.h"

namespace studylab::control {

bool held_by_freeze(Operation const& operation) {
  auto const* promotion = std::get_if<kinds::Promotion>(&operation.as);
  return promotion != nullptr && promotion->forward_fix == ForwardFix::no;
}

bool held(State const& state, Operation const& operation) {
  return held_by_freeze(operation) && !planted(Guard::bd1) &&
         frozen(at_key(state.environments, operation.environment));
}

std::string why_held(State const& state, Operation const& operation, Instant now) {
  if (held(state, operation)) {
    auto const& environment = at_key(state.environments, operation.environment);
    return fmt::format("{} is frozen by {}", operation.environment.value(),
                       to_text(environment.freeze));
  }
  bool const checked = kind_of(operation) == OperationKind::promotion && !planted(Guard::po3);
  if (!checked) return {};
  auto const lacks = missing_evidence(state, operation.environment, release_of(operation), now);
  return lacks.empty() ? lacks : "evidence unavailable: " + lacks;
}

}  // namespace studylab::control
