#pragma once

#include "lab/grade/runbook.h"

namespace studylab::grade::host_upgrade {

extern RunbookGrading const runbook;

}  // namespace studylab::grade::host_upgrade
