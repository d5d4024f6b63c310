#pragma once

#include "control/state.h"
#include "edge/edge.h"
#include "provider/monitor.h"

// What other processes learn about the platform from the control plane, when they ask or start.
namespace studylab::world::exec {

// To every edge: the partitions, and the routes with their environments.
edge::Declared declarations(control::State const& state);
// To the monitor: the bindings of an environment.
// The providers that the monitor probes.
provider::WatchProviders provider_watch_of(control::State const& state);
provider::Watch watch_of(control::State const& state, EnvironmentName const& environment);

}  // namespace studylab::world::exec
