#pragma once

#include <vector>

#include "lab/bench/row.h"

namespace studylab::bench {

// Appending an expert's entries and verifying them, compared with only hashing the same bytes.
std::vector<Row> measure_ledger(Progress const& progress);

}  // namespace studylab::bench
