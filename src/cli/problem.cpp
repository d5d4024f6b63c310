#include "cli/problem.h"

#include "cli/terminal.h"

namespace studylab::cli {

Exit fail(Problem const& problem) {
  print_error(problem.text);
  return problem.exit;
}

Exit exit_of(runs::Problem::Kind kind) {
  switch (kind) {
    case runs::Problem::Kind::usage: return Exit::usage;
    case runs::Problem::Kind::missing: return Exit::missing;
    case runs::Problem::Kind::failed: return Exit::failed;
  }
  return Exit::missing;
}

}  // namespace studylab::cli
