#pragma once

#include <array>

#include "control/operations/stages.h"

namespace studylab::control {

// Old writers are fenced before the replica takes writes. It is healthy once calls are answered
// there.
inline constexpr std::array failover_stages{
    StageTransition{Stage::requested, StageEvent::fenced, Stage::fenced},
    StageTransition{Stage::fenced, StageEvent::switched, Stage::cut_over},
    StageTransition{Stage::cut_over, StageEvent::finished, Stage::healthy},
};

}  // namespace studylab::control
