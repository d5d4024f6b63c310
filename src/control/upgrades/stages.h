#pragma once

#include <array>

#include "control/operations/stages.h"

namespace studylab::control {

// Every replacement is ready, or one has failed.
inline constexpr std::array replacement_stages{
    StageTransition{Stage::running, StageEvent::finished, Stage::healthy},
    StageTransition{Stage::running, StageEvent::failed, Stage::failed},
};
// Nothing is left on the host. A drain that killed a session has failed.
inline constexpr std::array drain_stages{
    StageTransition{Stage::running, StageEvent::finished, Stage::healthy},
    StageTransition{Stage::running, StageEvent::failed, Stage::failed},
};
// The host runs its declared image, or another one.
inline constexpr std::array rebuild_stages{
    StageTransition{Stage::running, StageEvent::finished, Stage::healthy},
    StageTransition{Stage::running, StageEvent::failed, Stage::failed},
};

}  // namespace studylab::control
