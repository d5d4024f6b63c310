#pragma once

#include <vector>

#include "lab/bench/row.h"

namespace studylab::bench {

// The cost of a graded expert run on platforms of 1 to 64 environments. It is linear with a small
// slope if a further environment costs about the same on a small platform as on a large one.
std::vector<Row> measure_environments(Progress const& progress);

}  // namespace studylab::bench
