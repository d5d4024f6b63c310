#pragma once

#include "lab/decisions/decision.h"

namespace studylab::decisions::bad_deploy {

extern RunbookDecisions const decisions;

}  // namespace studylab::decisions::bad_deploy
