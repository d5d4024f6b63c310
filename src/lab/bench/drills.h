#pragma once

#include <vector>

#include "lab/bench/row.h"

namespace studylab::bench {

// Graded drills of the expert a second on one core, a variant a row, and what an attempt costs
// besides the run.
std::vector<Row> measure_drills(Progress const& progress);

}  // namespace studylab::bench
