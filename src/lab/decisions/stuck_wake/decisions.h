#pragma once

#include "lab/decisions/decision.h"

namespace studylab::decisions::stuck_wake {

extern RunbookDecisions const decisions;

}  // namespace studylab::decisions::stuck_wake
