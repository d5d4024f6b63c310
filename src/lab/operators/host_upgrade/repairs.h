#pragma once

#include <span>

#include "lab/operators/runbook.h"

namespace studylab::lab::host_upgrade {

std::span<Strategy const> strategies();

// The cordon that precedes everything that moves allocations.
Line cordon_host(ExpertView const& view);

}  // namespace studylab::lab::host_upgrade
