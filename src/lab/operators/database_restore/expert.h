#pragma once

#include "lab/operators/runbook.h"

namespace studylab::lab::database_restore {

extern RunbookExpert const expert;

}  // namespace studylab::lab::database_restore
