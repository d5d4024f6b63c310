#pragma once

#include "lab/drill/runbook.h"

namespace studylab::drill::host_upgrade {

extern RunbookDrawing const runbook;

}  // namespace studylab::drill::host_upgrade
