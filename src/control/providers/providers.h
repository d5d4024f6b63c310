#pragma once

#include "control/control.h"

namespace studylab::control::providers {

Decision decide(State const& state, RotateSecret const& verb);
Decision decide(State const& state, ProviderFact const& report);

void fold(State& state, ProviderRegistered const& fact, EntryRef at);
void fold(State& state, BindingDeclared const& fact, EntryRef at);
void fold(State& state, ProviderFact const& fact, EntryRef at);

}  // namespace studylab::control::providers
