#pragma once

#include <string>
#include <vector>

#include "control/control.h"
#include "control/operations/effects.h"
#include "control/operations/stages.h"

namespace studylab::control {

inline bool paused(Environment const& environment) { return static_cast<bool>(environment.pause); }
// The schedule of a job or of a migration that runs by itself; nullptr: the operation has none.
Scheduled const* schedule_of(Operation const& operation);
Scheduled* schedule_of(Operation& operation);

}  // namespace studylab::control

namespace studylab::control::jobs {

Decision decide(State const& state, Pause const& verb, Act const& act);
Decision decide(State const& state, Unpause const& verb, Act const& act);
Decision decide(State const& state, JobEnded const& report);
Decision proceed(State const& state, Operation const& operation, StepKind step);
Decision elapsed(State const& state, Operation const& operation, TimerKind timer);

// Adds the end of a migration that ran by itself, with the fact that it was applied.
void add_end(State const& state, MigrationApplied const& report, std::vector<Fact>& facts);

void fold(State& state, EnvironmentPaused const& fact, EntryRef at);
void fold(State& state, EnvironmentUnpaused const& fact, EntryRef at);
// The part of a schedule in a fact that its operation has reached a stage.
void reached(Operation& operation, EntryRef at);

void react(State const& state, Operation const& operation, EffectList& effects);

// What a pause of the environment holds back.
void plan_pause(State const& state, EnvironmentName const& environment, Plan& plan);

}  // namespace studylab::control::jobs
