#pragma once

#include "lab/decisions/decision.h"

namespace studylab::decisions::route_gap {

extern RunbookDecisions const decisions;

}  // namespace studylab::decisions::route_gap
