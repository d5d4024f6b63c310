#pragma once

#include "control/control.h"
#include "control/operations/effects.h"

namespace studylab::control {

// How long the outcome of a wake that has ended is sent to the edges. It is sent again to one that
// asks later.
inline constexpr Duration wake_news = std::chrono::seconds{30};

// nullptr: it declares no sleep policy.
Sleeper const* sleeper_of(State const& state, EnvironmentName const& environment);
// The environment's wake that has not ended; nullptr if there is none.
Operation const* open_wake(State const& state, EnvironmentName const& environment);
// Whether the route's owner has a ready allocation.
bool is_hot(State const& state, EnvironmentName const& environment);
// When the wake's budget is used up.
Instant wake_deadline(State const& state, Operation const& wake);
// How many attempts it has made since it began.
std::uint32_t attempts_made(Operation const& wake);
// How many it may make, and whether it has made them.
std::uint32_t attempts_of(State const& state, Operation const& wake);
bool attempts_used(State const& state, Operation const& wake);
// Not before then may its next attempt begin.
Instant next_attempt_at(State const& state, Operation const& wake);

}  // namespace studylab::control

namespace studylab::control::wakes {

Decision decide(State const& state, Wake const& verb, Act const& act);
Decision retry(State const& state, Operation const& wake, Act const& act);
Decision decide(State const& state, WakeFact const& report);
// What else follows from the stages that a runner reported: the wake's next stage.
std::optional<Fact> next_stage_after(State const& state, AllocationStagesReported const& report);

Decision proceed(State const& state, Operation const& wake, StepKind step);
Decision elapsed(State const& state, Operation const& wake, TimerKind timer, Instant now);

void fold(State& state, SleepPolicyDeclared const& fact, EntryRef at);
void fold(State& state, WakeFact const& fact, EntryRef at);
// The wake's part of facts of other subjects.
void begun(State& state, Operation& wake, Attempt first, EntryRef at);
void recorded(State& state, Operation& wake, EntryRef at);
void planned(State& state, AllocationPlanned const& fact, EntryRef at);
void became_ready(State& state, EnvironmentName const& environment);
void staged(State& state, AllocationStagesReported const& fact, EntryRef at);
void observe(State& state, RequestsObserved const& fact);

void react(State const& state, Operation const& wake, EffectList& effects);
// The edges learn of each environment's latest wake.
void react(State const& state, EffectList& effects);

void plan(State const& state, Wake const& verb, Plan& plan);

}  // namespace studylab::control::wakes
