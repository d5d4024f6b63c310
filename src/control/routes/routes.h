#pragma once

#include "control/control.h"

namespace studylab::control {

RouteOwner const* route_of(State const& state, EnvironmentName const& environment);

}  // namespace studylab::control

namespace studylab::control::routes {

void fold(State& state, PartitionOpened const& fact, EntryRef at);
void fold(State& state, RouteOwnerRecorded const& fact, EntryRef at);
void fold(State& state, RouteFact const& fact, EntryRef at);

}  // namespace studylab::control::routes
