#pragma once

#include "lab/drill/setup.h"
#include "lab/drill/stuck_wake/incident.h"

namespace studylab::drill::stuck_wake {

struct DrawnWake : DrawnRun {
  Incident incident;
};

// See drill::draw.
DrawnWake draw_wake(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                    Topology topology);

}  // namespace studylab::drill::stuck_wake
