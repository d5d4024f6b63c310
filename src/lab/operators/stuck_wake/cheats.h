#pragma once

#include <span>

#include "lab/operators/runbook.h"

namespace studylab::lab::stuck_wake {

// Cheats that rely on further attempts.
std::span<OperatorKind const> cheats();

}  // namespace studylab::lab::stuck_wake
