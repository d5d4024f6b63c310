#pragma once

#include "lab/drill/runbook.h"

namespace studylab::drill::bad_deploy {

extern RunbookDrawing const runbook;

}  // namespace studylab::drill::bad_deploy
