#pragma once

#include <array>

#include "control/operations/stages.h"

namespace studylab::control {

inline constexpr std::array edge_repair_stages{
    StageTransition{Stage::running, StageEvent::finished, Stage::healthy},
    StageTransition{Stage::running, StageEvent::failed, Stage::failed},
};

}  // namespace studylab::control
