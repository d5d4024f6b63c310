#pragma once

#include "lab/drill/runbook.h"

namespace studylab::drill::skeleton {

// An edge's table is edited by hand while the control plane is down: the edge finds no snapshot,
// gives up its own repair, and stays in a gap.
extern FaultKind const table_edited;

extern RunbookDrawing const runbook;

}  // namespace studylab::drill::skeleton
