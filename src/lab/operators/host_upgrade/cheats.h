#pragma once

#include <span>

#include "lab/operators/runbook.h"

namespace studylab::lab::host_upgrade {

// Cheats that act before they know, instead of knowing, or on other hosts.
std::span<OperatorKind const> cheats();

}  // namespace studylab::lab::host_upgrade
