#pragma once

#include "lab/operators/runbook.h"

namespace studylab::lab::stuck_wake {

extern RunbookExpert const expert;

}  // namespace studylab::lab::stuck_wake
