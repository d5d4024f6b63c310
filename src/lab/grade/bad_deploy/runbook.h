#pragma once

#include "lab/grade/runbook.h"

namespace studylab::grade::bad_deploy {

extern RunbookGrading const runbook;

}  // namespace studylab::grade::bad_deploy
