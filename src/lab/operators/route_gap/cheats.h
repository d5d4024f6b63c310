#pragma once

#include <span>

#include "lab/operators/runbook.h"

namespace studylab::lab::route_gap {

// Cheats that rely on repairs of edges.
std::span<OperatorKind const> cheats();

}  // namespace studylab::lab::route_gap
