#pragma once

#include <functional>

#include "cli/exit_status.h"

// The resources that the system grants a process. If they are not enough, one line says so, with
// status 3.
namespace studylab::cli {

// Runs a command with enough stack, and ends it properly if memory runs out. Raises the limit of
// the stack if that is allowed.
int with_resources(std::function<int()> const& command);

}  // namespace studylab::cli
