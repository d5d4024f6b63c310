#pragma once

#include "lab/grade/pieces.h"

namespace studylab::grade::provider_outage {

// The failed provider is well again. Until then a status of the incident's environment was in force
// or, where that environment does not use the provider, its work was paused.
extern AcceptedRepair const provider_recovered;
// The incident's database takes writes in another region, and calls are answered there.
extern AcceptedRepair const failed_over;
// The environment's binding has a new credential.
extern AcceptedRepair const secret_rotated;

}  // namespace studylab::grade::provider_outage
