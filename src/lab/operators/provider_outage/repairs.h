#pragma once

#include <span>
#include <string>

#include "lab/operators/runbook.h"

namespace studylab::lab::provider_outage {

std::span<Strategy const> strategies();

// What keeps the outage from getting worse: a pause, and a status for each affected environment.
Line hold(ExpertView const& view);
// The end of each, once the provider is well, or the environment has left it.
Line lift(ExpertView const& view);

bool is_outage(FaultClass fault_class);

}  // namespace studylab::lab::provider_outage
