#pragma once

#include "lab/drill/route_gap/incident.h"
#include "lab/drill/setup.h"

namespace studylab::drill::route_gap {

struct DrawnGap : DrawnRun {
  Incident incident;
};

// See drill::draw.
DrawnGap draw_gap(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                  Topology topology);

}  // namespace studylab::drill::route_gap
