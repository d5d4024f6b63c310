#pragma once

#include "control/control.h"

namespace studylab::control {

RouteOwner const* route_of(State const& state, EnvironmentName const& environment);

// The stream has stored this event and all before it. The first event of a stream that was created
// again is stored with the stream.
void mark_published(Partition& partition, RouteSequence sequence);

}  // namespace studylab::control

namespace studylab::control::routes {

Decision decide(State const& state, StreamRecreated const& recreated);

void fold(State& state, PartitionOpened const& fact, EntryRef at);
void fold(State& state, RouteOwnerRecorded const& fact, EntryRef at);
void fold(State& state, RouteFact const& fact, EntryRef at);

}  // namespace studylab::control::routes
