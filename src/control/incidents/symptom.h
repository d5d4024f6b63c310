#pragma once

#include "control/state.h"
#include "model/symptom.h"

namespace studylab::control {

// Whether an observation over the threshold ended within the last `symptom_quiet`.
bool symptom_present(Environment const& environment, Instant now);

}  // namespace studylab::control
