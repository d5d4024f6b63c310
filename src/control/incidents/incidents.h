#pragma once

#include "control/control.h"
#include "control/operations/effects.h"

namespace studylab::control {

void place_hold(State& state, HoldId id, HoldKind kind, HeldNoun on, EntryRef at);

}  // namespace studylab::control

namespace studylab::control::incidents {

Decision decide(State const& state, Classify const& verb, Act const& act);
Decision decide(State const& state, Note const& verb, Act const& act);
Decision decide(State const& state, StateImpact const& verb, Act const& act);
Decision decide(State const& state, Close const& verb, Act const& act);
// Whether an incident is due and everything that it names is known: a gate's report can arrive
// before the edge's request for the wake.
bool may_open(State const& state);
// The step that opens an incident that is due.
Decision open_due(State const& state, Instant now);

void fold(State& state, IncidentFact const& fact, EntryRef at);
void fold(State& state, GapAlarmDeclared const& fact, EntryRef at);
void fold(State& state, DependencyAlarmDeclared const& fact, EntryRef at);
// A gap that an alarm watches makes an incident due.
void observe(State& state, EdgeGapSeen const& fact);
// A production wake that gave up, or one whose gate reached a bound, makes an incident due.
void observe(State& state, WakeFact const& fact);
// Rows that a check of a replica found to differ make an incident due.
void observe(State& state, DataDamageReported const& fact);
// The symptom of the environments whose routes failed.
void observe(State& state, RequestsObserved const& fact, EntryRef at);

void react(State const& state, EffectList& effects);

// What a close lacks, one line for each.
void plan(State const& state, Close const& verb, bool referred, Plan& plan);

}  // namespace studylab::control::incidents
