#pragma once

#include "lab/debrief/runbook.h"

namespace studylab::debrief::provider_outage {

extern RunbookDebrief const debrief;

}  // namespace studylab::debrief::provider_outage
