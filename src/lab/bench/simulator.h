#pragma once

#include <vector>

#include "lab/bench/row.h"

namespace studylab::bench {

// The simulated world's loop compared with a bare one; whole worlds; and two processes at once.
std::vector<Row> measure_simulator(Progress const& progress);

}  // namespace studylab::bench
