#pragma once

#include "lab/hints/runbook.h"

namespace studylab::hints::route_gap {

extern RunbookHints const hints;

}  // namespace studylab::hints::route_gap
