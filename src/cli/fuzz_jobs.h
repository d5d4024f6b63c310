#pragma once

#include "cli/fuzz.h"
#include "lab/drill/drill.h"
#include "lab/fuzz/campaign.h"

namespace studylab::cli {

// Divides the seeds of one drill among processes; a process that crashes is a finding like any
// other. Prints progress on a terminal.
fuzz::Tally fuzz_in_jobs(drill::Drill const& drill, FuzzCommand const& command);

}  // namespace studylab::cli
