#pragma once

#include "control/control.h"

namespace studylab::control {

// Whether who got it is asked to repair something. A notice that only informs, and a question to a
// team, do not have to be waited for.
bool asks_for_repair(Notice const& notice);

}  // namespace studylab::control

namespace studylab::control::people {

Decision decide(State const& state, NotifyOwner const& verb, Act const& act);
Decision decide(State const& state, Escalate const& verb, Act const& act);
Decision decide(State const& state, PublishStatus const& verb, Act const& act, Instant now);
Decision decide(State const& state, ResolveStatus const& verb, Act const& act);
Decision decide(State const& state, PeopleFact const& report);

void fold(State& state, PeopleFact const& fact, EntryRef at);

void plan(State const& state, NotifyOwner const& verb, Plan& plan);
void plan(State const& state, Escalate const& verb, Plan& plan);
void plan(State const& state, PublishStatus const& verb, Plan& plan);
void plan(State const& state, ResolveStatus const& verb, Plan& plan);

}  // namespace studylab::control::people
