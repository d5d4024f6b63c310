#pragma once

#include "lab/debrief/runbook.h"

namespace studylab::debrief::stuck_wake {

extern RunbookDebrief const debrief;

}  // namespace studylab::debrief::stuck_wake
