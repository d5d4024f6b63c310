#pragma once

#include "lab/grade/runbook.h"

namespace studylab::grade::stuck_wake {

extern RunbookGrading const runbook;

}  // namespace studylab::grade::stuck_wake
