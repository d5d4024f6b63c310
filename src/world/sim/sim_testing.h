#pragma once

#include <memory>

#include "world/plan_testing.h"
#include "world/sim/sim_world.h"

namespace studylab::world::sim {

// A whole incident: the alert, a rollback twenty seconds later, and the time until the symptom is
// gone.
struct Story {
  std::unique_ptr<SimWorld> world;
  Instant called{};
};
Story play(Plan plan, Schedule schedule = {});

}  // namespace studylab::world::sim
