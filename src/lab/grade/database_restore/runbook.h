#pragma once

#include "lab/grade/runbook.h"

namespace studylab::grade::database_restore {

extern RunbookGrading const runbook;

}  // namespace studylab::grade::database_restore
