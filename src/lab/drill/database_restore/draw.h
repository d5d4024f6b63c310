#pragma once

#include "lab/drill/setup.h"

namespace studylab::drill::database_restore {

DrawnRun draw_restore(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                      Topology topology);

}  // namespace studylab::drill::database_restore
