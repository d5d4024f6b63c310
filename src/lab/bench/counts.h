#pragma once

#include <cstdint>
#include <vector>

#include "lab/bench/row.h"
#include "lab/drill/drill.h"
#include "lab/drill/runbook.h"

namespace studylab::bench {

// The size of the expert's runs of the seeds 1 to `seeds`; it does not depend on the machine.
drill::RunSize count_runs(drill::Drill const& drill, std::uint64_t seeds, Progress const& progress);
// The goals for that.
drill::RunSize max_run_size(drill::Drill const& drill);

std::vector<Row> measure_counts(Progress const& progress);

}  // namespace studylab::bench
