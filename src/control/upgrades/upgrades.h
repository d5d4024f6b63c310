#pragma once

#include "control/control.h"
#include "control/operations/effects.h"
#include "control/upgrades/drain_decision.h"

namespace studylab::control {

// Drift that was found on the host and is not recorded, by path.
std::vector<std::string> unrecorded_drift(Host const& host);
// The sessions of a leaving allocation that nothing accounts for; 0 until it reports.
std::uint32_t killed_sessions(kinds::Leaving const& leaving, Instant deadline);

}  // namespace studylab::control

// What an OS upgrade does to a host: replacements, drains and rebuilds, each an operation.
namespace studylab::control::upgrades {

Decision decide(State const& state, Replace const& verb, Act const& act);
Decision decide(State const& state, studylab::Drain const& verb, Act const& act, Instant now);
Decision decide(State const& state, Rebuild const& verb, Act const& act);
Decision decide(State const& state, RecordDrift const& verb, Act const& act);
// Reports of runners.
Decision decide(State const& state, HostDriftFound const& report);
Decision decide(State const& state, HostRebuilt const& report);
Decision decide(State const& state, SessionsDrained const& report);
Decision decide(State const& state, SessionsResumed const& report);

// Steps of a replacement, a drain or a rebuild.
Decision proceed(State const& state, Operation const& operation, StepKind step);

void fold(State& state, DrainPolicyDeclared const& fact, EntryRef at);
void fold(State& state, SessionAgesRecorded const& fact, EntryRef at);
void fold(State& state, HostMaintenancePlanned const& fact, EntryRef at);
void fold(State& state, HostDriftFound const& fact, EntryRef at);
void fold(State& state, DriftRecorded const& fact, EntryRef at);
void fold(State& state, HostRebuilt const& fact, EntryRef at);
void fold(State& state, SessionsDrained const& fact, EntryRef at);
void fold(State& state, SessionsResumed const& fact, EntryRef at);
// The operation's part of facts of other subjects.
void begun(State& state, Operation& operation, EntryRef at);
void ended(State& state, Operation const& operation, EntryRef at);
void planned(State& state, AllocationPlanned const& fact);

void react(State const& state, Operation const& operation, EffectList& effects);

void plan(State const& state, Replace const& verb, Plan& plan);
void plan(State const& state, studylab::Drain const& verb, Plan& plan);
void plan(State const& state, Rebuild const& verb, Plan& plan);
void plan(State const& state, RecordDrift const& verb, Plan& plan);

}  // namespace studylab::control::upgrades
