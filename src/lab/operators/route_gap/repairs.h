#pragma once

#include <span>

#include "lab/operators/runbook.h"

namespace studylab::lab::route_gap {

std::span<Strategy const> strategies();

// Fetches a snapshot of the alert's edge from the leading control plane and verifies it, until one
// was checked.
Line fetch_and_verify(ExpertView const& view);

}  // namespace studylab::lab::route_gap
