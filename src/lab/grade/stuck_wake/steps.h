#pragma once

#include "lab/grade/pieces.h"

namespace studylab::grade::stuck_wake {

// OwnerNotified of the incident's environment that names what the class says is broken; without
// anything to repair where the class is capacity.
extern RequiredFact const owner_notified;

}  // namespace studylab::grade::stuck_wake
