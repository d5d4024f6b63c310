#pragma once

#include "lab/drill/runbook.h"

namespace studylab::drill::database_restore {

extern RunbookDrawing const runbook;

}  // namespace studylab::drill::database_restore
