#pragma once

#include "lab/grade/runbook.h"

namespace studylab::grade::route_gap {

extern RunbookGrading const runbook;

}  // namespace studylab::grade::route_gap
