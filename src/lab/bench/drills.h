#pragma once

#include <vector>

#include "lab/bench/row.h"

namespace studylab::bench {

// Graded expert drills per second on one core, one row per variant, and the cost of an attempt
// apart from the run.
std::vector<Row> measure_drills(Progress const& progress);

}  // namespace studylab::bench
