#pragma once

#include "lab/drill/setup.h"

namespace studylab::drill::provider_outage {

// See drill::draw.
DrawnRun draw_outage(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                     Topology topology);

}  // namespace studylab::drill::provider_outage
