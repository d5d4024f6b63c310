#include "control/incidents/incidents.h"
#include "control/incidents/stages.h"

namespace studylab::control::incidents {

void react(State const& state, EffectList& effects) {
  if (may_open(state)) {
    effects.add(Proceed{StepKind::open_incident, {}}, 0, 0, state.last_entry.number);
  }
  if (state.maintenance && !state.incident) {
    effects.add(Proceed{StepKind::open_incident, {}}, 1, 0, state.maintenance_entry.number,
                state.maintenance->due);
  }
  if (state.incident && !state.incident->probed_entry) {
    effects.add(ProbeBindings{environment_of(state.incident->opened)},
                state.incident->entry.number);
  }
}

}  // namespace studylab::control::incidents
