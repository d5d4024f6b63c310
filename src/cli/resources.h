#pragma once

#include <functional>

#include "cli/exit_status.h"

// What the system gives a process: too little of it is said in one line, with status 3.
namespace studylab::cli {

// Runs a command with enough stack, and ends it in good order where memory runs out. The limit of
// the stack is raised where it may be.
int with_resources(std::function<int()> const& command);

}  // namespace studylab::cli
