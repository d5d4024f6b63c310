#pragma once

#include <vector>

#include "lab/bench/row.h"

namespace studylab::bench {

// An edge with a million routes in one partition: a route event, a snapshot, the memory per route,
// an answer.
std::vector<Row> measure_edge(Progress const& progress);

}  // namespace studylab::bench
