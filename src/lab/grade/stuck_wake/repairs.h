#pragma once

#include "lab/grade/pieces.h"

namespace studylab::grade::stuck_wake {

// The app owner repaired it after a notice that named it, and then an allocation got ready.
extern AcceptedRepair const artifact_restored;
extern AcceptedRepair const secret_restored;
extern AcceptedRepair const binding_restored;
extern AcceptedRepair const readiness_restored;
// A host that had been cordoned takes allocations again, and then one got ready.
extern AcceptedRepair const host_returned;
// The capacity team brought a host, and then an allocation got ready.
extern AcceptedRepair const host_brought;

}  // namespace studylab::grade::stuck_wake
