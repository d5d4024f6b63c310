#pragma once

#include "control/control.h"
#include "control/operations/effects.h"

namespace studylab::control::providers {

Decision decide(State const& state, RotateSecret const& verb, Act const& act, Instant now);
Decision decide(State const& state, ProviderFact const& report);

void fold(State& state, ProviderRegistered const& fact, EntryRef at);
void fold(State& state, BindingDeclared const& fact, EntryRef at);
void fold(State& state, ProviderWatchDeclared const& fact, EntryRef at);
void fold(State& state, PlatformBindingDeclared const& fact, EntryRef at);
void fold(State& state, ProviderFact const& fact, EntryRef at);

void react(State const& state, EffectList& effects);
void react(Operation const& rotation, EffectList& effects);

void plan(State const& state, RotateSecret const& verb, Plan& plan);

}  // namespace studylab::control::providers
