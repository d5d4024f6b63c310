#pragma once

#include <array>

#include "control/operations/stages.h"

namespace studylab::control {

inline constexpr std::array promotion_stages{
    StageTransition{Stage::requested, StageEvent::held, Stage::waiting},
    StageTransition{Stage::requested, StageEvent::checked, Stage::policy_check},
    StageTransition{Stage::waiting, StageEvent::held, Stage::waiting},
    StageTransition{Stage::waiting, StageEvent::started, Stage::requested},
    StageTransition{Stage::waiting, StageEvent::cancelled, Stage::cancelled},
    StageTransition{Stage::policy_check, StageEvent::held, Stage::waiting},
    StageTransition{Stage::policy_check, StageEvent::failed, Stage::failed},
    StageTransition{Stage::policy_check, StageEvent::moved, Stage::route_cas},
    StageTransition{Stage::route_cas, StageEvent::published, Stage::edge_propagating},
    StageTransition{Stage::route_cas, StageEvent::replaced, Stage::rolled_back},
    StageTransition{Stage::edge_propagating, StageEvent::finished, Stage::healthy},
    StageTransition{Stage::edge_propagating, StageEvent::replaced, Stage::rolled_back},
    StageTransition{Stage::healthy, StageEvent::replaced, Stage::rolled_back},
    StageTransition{Stage::failed, StageEvent::retried, Stage::requested},
};

// A freeze does not hold back a rollback, and nothing marks it as replaced.
inline constexpr std::array rollback_stages{
    StageTransition{Stage::requested, StageEvent::checked, Stage::policy_check},
    StageTransition{Stage::policy_check, StageEvent::failed, Stage::failed},
    StageTransition{Stage::policy_check, StageEvent::moved, Stage::route_cas},
    StageTransition{Stage::route_cas, StageEvent::published, Stage::edge_propagating},
    StageTransition{Stage::edge_propagating, StageEvent::finished, Stage::healthy},
    StageTransition{Stage::failed, StageEvent::retried, Stage::requested},
};

}  // namespace studylab::control
