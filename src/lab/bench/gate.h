#pragma once

#include <vector>

#include "lab/bench/row.h"

namespace studylab::bench {

// The gate of a sleeping environment in a stampede: the time per request, and the memory.
std::vector<Row> measure_gate(Progress const& progress);

}  // namespace studylab::bench
