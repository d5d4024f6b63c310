#pragma once

#include <span>

#include "control/state.h"
#include "lab/console/render/styled.h"
#include "model/facts.h"

namespace studylab::console {

// What the operator knows, in one line, never fresher than what was shown: time since the alert,
// the error rate of the incident's route at its worst edge with its age and trend, holds, the
// operator's operations that are not known to have ended, notices with an answer not yet read.
// `+2m10s  err 29% (4s) ▁▇▇▃  1 hold  op-15 running`
Styled status_line(control::State const& state, std::span<FactEntry const> entries, Instant now);

}  // namespace studylab::console
