#pragma once

#include <array>

#include "control/operations/stages.h"

namespace studylab::control {

// A plan and a fence come in either order; a copy is made only with both. Nothing that serves
// changes before cut_over.
inline constexpr std::array restore_stages{
    StageTransition{Stage::planned, StageEvent::fenced, Stage::fenced},
    StageTransition{Stage::planned, StageEvent::cancelled, Stage::abandoned},
    StageTransition{Stage::fenced, StageEvent::lifted, Stage::planned},
    StageTransition{Stage::fenced, StageEvent::ran, Stage::restoring},
    StageTransition{Stage::fenced, StageEvent::cancelled, Stage::abandoned},
    StageTransition{Stage::restoring, StageEvent::reached, Stage::verified},
    StageTransition{Stage::restoring, StageEvent::cancelled, Stage::abandoned},
    StageTransition{Stage::verified, StageEvent::switched, Stage::cut_over},
    StageTransition{Stage::verified, StageEvent::cancelled, Stage::abandoned},
    StageTransition{Stage::cut_over, StageEvent::settled, Stage::reconciled},
    StageTransition{Stage::cut_over, StageEvent::superseded, Stage::abandoned},
    StageTransition{Stage::reconciled, StageEvent::superseded, Stage::abandoned},
    StageTransition{Stage::reconciled, StageEvent::lifted, Stage::unfenced},
};

}  // namespace studylab::control
