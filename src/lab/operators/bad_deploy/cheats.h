#pragma once

#include <span>

#include "lab/operators/runbook.h"

namespace studylab::lab::bad_deploy {

// Cheats that rely on rollbacks.
std::span<OperatorKind const> cheats();

}  // namespace studylab::lab::bad_deploy
