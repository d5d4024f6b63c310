#pragma once

#include "lab/drill/runbook.h"

namespace studylab::drill::provider_outage {

extern RunbookDrawing const runbook;

}  // namespace studylab::drill::provider_outage
