#pragma once

#include "lab/hints/runbook.h"

namespace studylab::hints::stuck_wake {

extern RunbookHints const hints;

}  // namespace studylab::hints::stuck_wake
