#pragma once

#include "lab/debrief/runbook.h"

namespace studylab::debrief::skeleton {

extern RunbookDebrief const debrief;

}  // namespace studylab::debrief::skeleton
