#pragma once

#include <vector>

#include "lab/bench/row.h"

namespace studylab::bench {

// The simulated world's loop beside a bare one, whole worlds, and two of them at once.
std::vector<Row> measure_simulator(Progress const& progress);

}  // namespace studylab::bench
