#pragma once

#include "cli/fuzz.h"
#include "lab/drill/drill.h"
#include "lab/fuzz/campaign.h"

namespace studylab::cli {

// The seeds of one drill shared out over processes: a run that ends its process is a finding like
// any other. Says on a terminal how far it is.
fuzz::Tally fuzz_in_jobs(drill::Drill const& drill, FuzzCommand const& command);

}  // namespace studylab::cli
