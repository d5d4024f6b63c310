#pragma once

#include "lab/grade/pieces.h"

// The subject of holds.
namespace studylab::grade {

// EnvironmentFrozen of the incident's environment, in force from the first movement of a repair
// until that repair has ended. Where nothing moved, any freeze counts.
extern RequiredFact const environment_frozen;

}  // namespace studylab::grade
