#pragma once

#include "lab/operators/runbook.h"

namespace studylab::lab::bad_deploy {

extern RunbookExpert const expert;

}  // namespace studylab::lab::bad_deploy
