#pragma once

#include "lab/hints/runbook.h"

namespace studylab::hints::database_restore {

extern RunbookHints const hints;

}  // namespace studylab::hints::database_restore
