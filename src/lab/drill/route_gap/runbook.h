#pragma once

#include "lab/drill/runbook.h"

namespace studylab::drill::route_gap {

extern RunbookDrawing const runbook;

}  // namespace studylab::drill::route_gap
