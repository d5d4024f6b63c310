#pragma once

#include "lab/decisions/decision.h"

namespace studylab::decisions::provider_outage {

extern RunbookDecisions const decisions;

}  // namespace studylab::decisions::provider_outage
