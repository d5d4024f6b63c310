#pragma once

#include "lab/console/session.h"
#include "lab/operators/operator.h"

namespace studylab::lab {

// Runs the operator until it has no further command or the run has ended, then ends the run. It is
// shown what `--io jsonl` prints.
void drive(console::Session& session, Operator& by);

}  // namespace studylab::lab
