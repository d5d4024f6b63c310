#pragma once

#include "lab/grade/pieces.h"

// The subject of repairs: what the operator had changed.
namespace studylab::grade {

// Nothing is to be repaired.
extern AcceptedRepair const no_repair;

}  // namespace studylab::grade
