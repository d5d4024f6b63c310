#pragma once

#include <cstdint>

#include "control/control.h"

namespace studylab::control {

std::uint32_t free_slots(State const& state, HostId host);

HostId host_with_most_free_slots(State const& state);  // none: no slot is free

}  // namespace studylab::control

namespace studylab::control::hosts {

void fold(State& state, HostRegistered const& fact, EntryRef at);

}  // namespace studylab::control::hosts
