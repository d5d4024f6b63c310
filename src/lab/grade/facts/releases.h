#pragma once

#include "lab/grade/run.h"

// The subject of releases and of the owner of the incident's route.
namespace studylab::grade {

// The release, if it is one of the incident's environment with another artifact than the
// incident's; nullptr: it is not.
ReleaseSeen const* find_other_release(Run const& run, ReleaseId id);

// Whether the command makes a release of this kind the route owner, or is under way to it.
bool leads_to_owner(Run const& run, RepairAct const& act,
                    bool (*is_wanted)(Run const& run, ReleaseId owner));

// The route's owner is an earlier release of this environment's own history, moved there by an
// operation after the alert whose PolicyChecked is `compatible`; none of its services had symptoms.
extern AcceptedRepair const earlier_release_owns;

}  // namespace studylab::grade
