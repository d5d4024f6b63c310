#pragma once

#include "lab/grade/pieces.h"

// The subject of people: what app owners and teams were asked for, and what they answered.
namespace studylab::grade {

// Whether the team changes something when it is asked. The others only answer: asking them is a
// check.
inline bool acts(Team team) { return team == Team::capacity || team == Team::security; }

void notify(Run& run, FactEntry const& entry, OwnerNotified const& fact);
void answer(Run& run, FactEntry const& entry, OwnerRepaired const& fact);
void answer(Run& run, FactEntry const& entry, OwnerFoundNothing const& fact);
void escalate(Run& run, FactEntry const& entry, TeamEscalated const& fact);
void answer(Run& run, FactEntry const& entry, TeamAnswered const& fact);

}  // namespace studylab::grade
