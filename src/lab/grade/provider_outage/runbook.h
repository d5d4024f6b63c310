#pragma once

#include "lab/grade/runbook.h"

namespace studylab::grade::provider_outage {

extern RunbookGrading const runbook;

}  // namespace studylab::grade::provider_outage
