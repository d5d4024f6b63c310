#pragma once

#include "lab/debrief/runbook.h"

namespace studylab::debrief::bad_deploy {

extern RunbookDebrief const debrief;

}  // namespace studylab::debrief::bad_deploy
