#pragma once

#include "lab/hints/runbook.h"

namespace studylab::hints::bad_deploy {

extern RunbookHints const hints;

}  // namespace studylab::hints::bad_deploy
