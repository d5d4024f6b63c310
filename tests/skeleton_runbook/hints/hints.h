#pragma once

#include "lab/hints/runbook.h"

namespace studylab::hints::skeleton {

extern RunbookHints const hints;

}  // namespace studylab::hints::skeleton
