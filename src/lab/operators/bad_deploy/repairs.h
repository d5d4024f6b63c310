#pragma once

#include <span>
#include <string>

#include "lab/operators/runbook.h"

namespace studylab::lab::bad_deploy {

// Without it the data is restored while writers go on.
inline constexpr Part under_fence{"under-fence"};

std::span<Strategy const> strategies();

// The release that the expert rolls back to; empty: none.
std::string rollback_target(ExpertView const& view);
// A release that fits and whose artifact the store has lost; empty: none.
std::string lost_release(Notes const& notes);

}  // namespace studylab::lab::bad_deploy
