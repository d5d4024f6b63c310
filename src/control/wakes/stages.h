#pragma once

#include <array>

#include "control/operations/stages.h"

namespace studylab::control {

// Only a ready allocation makes a wake hot. An attempt that failed takes it back to placing.
inline constexpr std::array wake_stages{
    StageTransition{Stage::requested, StageEvent::began, Stage::placing},
    StageTransition{Stage::requested, StageEvent::failed, Stage::failed},
    StageTransition{Stage::requested, StageEvent::finished, Stage::hot},
    StageTransition{Stage::placing, StageEvent::placed, Stage::starting},
    StageTransition{Stage::placing, StageEvent::failed, Stage::failed},
    StageTransition{Stage::placing, StageEvent::finished, Stage::hot},
    StageTransition{Stage::starting, StageEvent::runs, Stage::readiness_wait},
    StageTransition{Stage::starting, StageEvent::attempt_failed, Stage::placing},
    StageTransition{Stage::starting, StageEvent::failed, Stage::failed},
    StageTransition{Stage::starting, StageEvent::finished, Stage::hot},
    StageTransition{Stage::readiness_wait, StageEvent::attempt_failed, Stage::placing},
    StageTransition{Stage::readiness_wait, StageEvent::failed, Stage::failed},
    StageTransition{Stage::readiness_wait, StageEvent::finished, Stage::hot},
    StageTransition{Stage::failed, StageEvent::retried, Stage::requested},
};

}  // namespace studylab::control
