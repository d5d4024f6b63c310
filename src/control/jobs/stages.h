#pragma once

#include <array>

#include "control/operations/stages.h"

namespace studylab::control {

// Of jobs and of migrations that were scheduled by themselves. A pause holds them back; no check
// of the platform does.
inline constexpr std::array job_stages{
    StageTransition{Stage::waiting, StageEvent::held, Stage::waiting},
    StageTransition{Stage::waiting, StageEvent::started, Stage::running},
    StageTransition{Stage::waiting, StageEvent::cancelled, Stage::cancelled},
    StageTransition{Stage::running, StageEvent::finished, Stage::healthy},
    StageTransition{Stage::running, StageEvent::failed, Stage::failed},
};

}  // namespace studylab::control
