#pragma once

#include "lab/drill/runbook.h"

namespace studylab::drill::stuck_wake {

extern RunbookDrawing const runbook;

}  // namespace studylab::drill::stuck_wake
