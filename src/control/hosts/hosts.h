#pragma once

#include <cstdint>

#include "control/control.h"

namespace studylab::control {

std::uint32_t free_slots(State const& state, HostId host);
std::uint32_t free_slots(State const& state);  // of all hosts

// Whether there are slots for all replicas that the environment declares of this release; those
// that live already need none.
bool may_place(State const& state, EnvironmentName const& environment, ReleaseId release);
// Where its next allocation is placed: the host with the most free slots, the first of equals.
// None: no slot is free.
HostId next_host(State const& state);

}  // namespace studylab::control

namespace studylab::control::hosts {

void fold(State& state, HostRegistered const& fact, EntryRef at);

}  // namespace studylab::control::hosts
