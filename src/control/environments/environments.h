#pragma once

#include "control/control.h"

namespace studylab::control {

Environment const* environment_of(State const& state, EnvironmentName const& environment);
// The refusal of a command that names an unknown environment.
std::unexpected<Refusal> no_environment(EnvironmentName const& name);

}  // namespace studylab::control

namespace studylab::control::environments {

Decision decide(State const& state, Freeze const& verb, Act const& act);
Decision decide(State const& state, Unfreeze const& verb, Act const& act);

void fold(State& state, AppRegistered const& fact, EntryRef at);
void fold(State& state, EnvironmentDeclared const& fact, EntryRef at);
void fold(State& state, EnvironmentFrozen const& fact, EntryRef at);
void fold(State& state, EnvironmentUnfrozen const& fact, EntryRef at);

// The promotions that a freeze holds back.
void plan_freeze(State const& state, EnvironmentName const& environment, Plan& plan);

}  // namespace studylab::control::environments
