#include "world/worlds.h"

#include <utility>

#include "base/check.h"
#include "world/sim/sim_world.h"

namespace studylab::world {

bool has_world(studylab::World kind) { return kind == studylab::World::simulated; }

std::unique_ptr<World> make_world(studylab::World kind, Plan plan, Schedule schedule) {
  STUDYLAB_CHECK(has_world(kind));
  return std::make_unique<sim::SimWorld>(std::move(plan), std::move(schedule));
}

}  // namespace studylab::world
