#pragma once

#include "lab/grade/run.h"

// The subject of edges: how far each has come in the incident's partition.
namespace studylab::grade {

// One edge has not applied the incident's route event. Carrier: EdgeViewReported (or
// RequestsObserved) of it with a lower sequence in the incident's partition than the owner's, or
// AutoRepairGaveUp of it.
extern Clue const edge_behind;

// EdgeResumed at the edge that was behind, in the incident's partition, at or past the owner's
// sequence.
extern AcceptedRepair const edge_has_new_baseline;

}  // namespace studylab::grade
