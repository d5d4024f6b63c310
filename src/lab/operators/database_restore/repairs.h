#pragma once

#include <span>
#include <string>

#include "lab/operators/runbook.h"

namespace studylab::lab::database_restore {

std::span<Strategy const> strategies();
// The earlier release that the expert rolls back to; empty: none.
std::string rollback_target(ExpertView const& view);
// The database of the alert.
std::string const& database_name(ExpertView const& view);

}  // namespace studylab::lab::database_restore
