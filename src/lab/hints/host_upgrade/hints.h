#pragma once

#include "lab/hints/runbook.h"

namespace studylab::hints::host_upgrade {

extern RunbookHints const hints;

}  // namespace studylab::hints::host_upgrade
