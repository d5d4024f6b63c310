#pragma once

#include "lab/drill/host_upgrade/incident.h"
#include "lab/drill/setup.h"

namespace studylab::drill::host_upgrade {

struct DrawnUpgrade : DrawnRun {
  Incident incident;
};

// See drill::draw.
DrawnUpgrade draw_upgrade(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                          Topology topology);

}  // namespace studylab::drill::host_upgrade
