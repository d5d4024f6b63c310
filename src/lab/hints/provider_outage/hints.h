#pragma once

#include "lab/hints/runbook.h"

namespace studylab::hints::provider_outage {

extern RunbookHints const hints;

}  // namespace studylab::hints::provider_outage
