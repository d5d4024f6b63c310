#pragma once

#include "lab/decisions/decision.h"

namespace studylab::decisions::host_upgrade {

extern RunbookDecisions const decisions;

}  // namespace studylab::decisions::host_upgrade
