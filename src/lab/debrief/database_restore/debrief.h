#pragma once

#include "lab/debrief/runbook.h"

namespace studylab::debrief::database_restore {

extern RunbookDebrief const debrief;

}  // namespace studylab::debrief::database_restore
