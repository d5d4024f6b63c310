#pragma once

#include "control/control.h"

namespace studylab::control::gates {

Decision decide(State const& state, GateReported const& report);

void fold(State& state, SleepPolicyDeclared const& fact, EntryRef at);
void fold(State& state, GateReported const& fact, EntryRef at);

}  // namespace studylab::control::gates
