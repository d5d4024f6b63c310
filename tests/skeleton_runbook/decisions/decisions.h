#pragma once

#include "lab/decisions/decision.h"

namespace studylab::decisions::skeleton {

extern RunbookDecisions const decisions;

}  // namespace studylab::decisions::skeleton
