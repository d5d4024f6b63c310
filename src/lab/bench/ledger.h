#pragma once

#include <vector>

#include "lab/bench/row.h"

namespace studylab::bench {

// Appending and verifying the entries of an expert's run, compared with only hashing the same
// bytes.
std::vector<Row> measure_ledger(Progress const& progress);

}  // namespace studylab::bench
