#pragma once

#include "lab/decisions/decision.h"

namespace studylab::decisions::database_restore {

extern RunbookDecisions const decisions;

}  // namespace studylab::decisions::database_restore
