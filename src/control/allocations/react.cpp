#include "control/allocations/allocations.h"

namespace studylab::control::allocations {

void react(State const& state, EffectList& effects) {
  for (auto const id : state.moving_allocations) {
    auto const& allocation = at_key(state.allocations, id);
    if (allocation.stage == AllocationStage::draining) {
      effects.add(DrainOnRunner{id}, id.number);
    } else {
      effects.add(StartOnRunner{id}, id.number, allocation.attempt.value());
    }
  }
}

}  // namespace studylab::control::allocations
