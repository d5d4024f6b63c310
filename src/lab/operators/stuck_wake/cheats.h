#pragma once

#include <span>

#include "lab/operators/runbook.h"

namespace studylab::lab::stuck_wake {

// Cheats that act before they know, or instead of knowing.
std::span<OperatorKind const> cheats();

}  // namespace studylab::lab::stuck_wake
