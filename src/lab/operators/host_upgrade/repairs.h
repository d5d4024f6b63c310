#pragma once

#include <span>

#include "lab/operators/runbook.h"

namespace studylab::lab::host_upgrade {

std::span<Strategy const> strategies();

// The cordon that precedes everything that moves allocations.
Line cordon_host(ExpertView const& view);
// The end of that cordon where the incident is handed over.
Line return_unchanged(ExpertView const& view);
// `capacity`, if slots are short and that team brings no host; else empty.
std::string_view hand_over(ExpertView const& view);

}  // namespace studylab::lab::host_upgrade
