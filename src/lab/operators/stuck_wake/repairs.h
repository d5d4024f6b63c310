#pragma once

#include <span>
#include <string>

#include "lab/operators/runbook.h"

namespace studylab::lab::stuck_wake {

std::span<Strategy const> strategies();

// The digest of the release that owns the route; empty: not shown.
std::string release_digest(Notes const& notes);
// The earlier release that the expert rolls back to; empty: none.
std::string rollback_target(ExpertView const& view);

}  // namespace studylab::lab::stuck_wake
