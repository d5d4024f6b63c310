#pragma once

#include "control/control.h"

namespace studylab::control::edges {

void fold(State& state, GapPolicySet const& fact, EntryRef at);
void fold(State& state, GapPolicyApplied const& fact);

}  // namespace studylab::control::edges
