#pragma once

#include <array>

#include "control/operations/stages.h"

namespace studylab::control {

// The provider has issued a new credential.
inline constexpr std::array rotation_stages{
    StageTransition{Stage::running, StageEvent::finished, Stage::healthy},
};

}  // namespace studylab::control
