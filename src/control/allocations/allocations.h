#pragma once

#include <cstdint>

#include "control/allocations/continuity.h"
#include "control/control.h"
#include "control/operations/effects.h"

namespace studylab::control {

// Allocations of a release that are ready or becoming ready.
std::uint32_t live_allocations(State const& state, EnvironmentName const& environment,
                               ReleaseId release);
std::uint32_t ready_allocations(State const& state, EnvironmentName const& environment,
                                ReleaseId release);

// It was ready until its process ended: a restart makes it ready again.
bool has_lost_process(Allocation const& allocation);

// The same for this release: live are the sessions of the other releases' allocations, and those
// that were moved.
SessionCheck check_sessions(State const& state, EnvironmentName const& environment, ReleaseId to);

}  // namespace studylab::control

namespace studylab::control::allocations {

Decision decide(State const& state, Restart const& verb, Act const& act);
Decision decide(State const& state, AllocationFact const& report);
// Steps of a restart.
Decision proceed(State const& state, Operation const& operation, StepKind step);

void fold(State& state, AllocationRecorded const& fact, EntryRef at);
void fold(State& state, AllocationFact const& fact, EntryRef at);
// The allocations that a request restarts, in order.
std::vector<AllocationId> to_restart(State const& state, requests::Restart const& request);

void react(State const& state, EffectList& effects);
void react(State const& state, Operation const& restart, EffectList& effects);

void plan(State const& state, Restart const& verb, Plan& plan);

}  // namespace studylab::control::allocations
