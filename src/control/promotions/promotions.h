#pragma once

#include "control/control.h"
#include "control/operations/effects.h"

namespace studylab::control {

// A promotion that a freeze holds back: every one but a forward fix.
bool held_by_freeze(Operation const& operation);

// Whether a freeze holds it back now.
bool held(State const& state, Operation const& operation);
// Why it is held back now: by a freeze, or because the evidence of its checks cannot be collected.
// Empty: it is not.
std::string why_held(State const& state, Operation const& operation, Instant now);

// Another operation that has begun to change this environment's owner and has not moved it yet;
// nullptr if there is none.
Operation const* conflicting_operation(State const& state, EnvironmentName const& environment,
                                       OperationId except);

// A replaced allocation that still runs; none if there is nothing left to drain.
AllocationId next_to_drain(State const& state, Operation const& operation);

// A failed allocation of the operation's present attempt; nullptr if there is none.
Allocation const* failed_allocation(State const& state, Operation const& operation);
// The release's migration, if it has not been applied to the database yet.
std::optional<Migration> pending_migration(State const& state, Operation const& operation);
// The kind of operation whose database verdict applies: a forward fix, like a rollback, runs no
// migration and takes the database as it is.
inline OperationKind verdict_kind(OperationKind kind, ForwardFix forward_fix) {
  return forward_fix == ForwardFix::yes ? OperationKind::rollback : kind;
}
OperationKind verdict_kind(Operation const& operation);
// Whether it must keep waiting when a freeze is lifted: it must not let the bad promotion through.
bool waits_on(State const& state, Operation const& operation);

// How long a new owner serves before its operation may become healthy.
inline constexpr Duration soak = std::chrono::seconds{20};

}  // namespace studylab::control

namespace studylab::control::promotions {

Decision decide(State const& state, Rollback const& verb, Act const& act);
Decision decide(State const& state, Deploy const& verb, Act const& act);
// Of a failed promotion or rollback.
Decision retry(State const& state, Operation const& operation, Act const& act);
Decision decide(State const& state, Cancel const& verb, Act const& act);

// The part of an owner's change in a fact that it has reached a stage, or that it moved the owner.
void reached(State& state, Operation& operation, Stage stage, EntryRef at);
void moved(State& state, RouteOwnerMoved const& fact, OperationId replaced, EntryRef at);

// Steps and timers of a promotion or rollback.
Decision proceed(State const& state, Operation const& operation, StepKind step, Instant now);
Decision elapsed(State const& state, Operation const& operation, TimerKind timer, Instant now);
Decision decide(State const& state, Published const& published);

void react(State const& state, Operation const& operation, EffectList& effects);

void plan(State const& state, Rollback const& verb, Plan& plan);
void plan(State const& state, Deploy const& verb, Plan& plan);
void plan(State const& state, Retry const& verb, Plan& plan);
void plan(State const& state, Cancel const& verb, Plan& plan);

}  // namespace studylab::control::promotions
