#pragma once

#include <memory>

#include "world/plan.h"
#include "world/schedule.h"
#include "world/world.h"

// The worlds of this program, by name.
namespace studylab::world {

bool has_world(studylab::World kind);
// Starts a platform as planned. `kind` is a world that this program has.
std::unique_ptr<World> make_world(studylab::World kind, Plan plan, Schedule schedule = {});

}  // namespace studylab::world
