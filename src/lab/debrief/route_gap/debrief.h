#pragma once

#include "lab/debrief/runbook.h"

namespace studylab::debrief::route_gap {

extern RunbookDebrief const debrief;

}  // namespace studylab::debrief::route_gap
