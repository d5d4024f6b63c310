#pragma once

#include "lab/debrief/runbook.h"

namespace studylab::debrief::host_upgrade {

extern RunbookDebrief const debrief;

}  // namespace studylab::debrief::host_upgrade
