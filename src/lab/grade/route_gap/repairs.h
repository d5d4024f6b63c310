#pragma once

#include "lab/grade/pieces.h"

// The accepted repairs of route gap alone. A new baseline by itself is a piece of the edges.
namespace studylab::grade::route_gap {

// EdgeResumed at the incident's edge, as of `edge-has-new-baseline`, and every allocation of the
// route's owner ready again.
extern AcceptedRepair const baseline_and_owner_ready;

}  // namespace studylab::grade::route_gap
