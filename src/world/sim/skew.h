#pragma once

#include "model/messages.h"

namespace studylab::world::sim {

// The report of a process whose clock is `ahead` of the others': every instant that it read from
// its own clock is later by that much. Negative: its clock is behind.
Report skewed(Report report, Duration ahead);

}  // namespace studylab::world::sim
