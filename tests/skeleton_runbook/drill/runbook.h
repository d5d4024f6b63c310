#pragma once

#include "lab/drill/runbook.h"

namespace studylab::drill::skeleton {

// One edge's consumer of the incident's partition delivers nothing.
extern FaultKind const edge_stalls;

extern RunbookDrawing const runbook;

}  // namespace studylab::drill::skeleton
