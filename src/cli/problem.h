#pragma once

#include <string>

#include "cli/exit_status.h"
#include "lab/runs/problem.h"

namespace studylab::cli {

// Why a command failed: one line, and its exit status.
struct Problem {
  Exit exit = Exit::missing;
  std::string text;
};

// Prints it on standard error.
Exit fail(Problem const& problem);

Exit exit_of(runs::Problem::Kind kind);
inline Problem in_cli(runs::Problem const& problem) {
  return {exit_of(problem.kind), problem.text};
}

}  // namespace studylab::cli
