// The runbooks that have hints.
#include "lab/hints/bad_deploy/hints.h"

namespace studylab::hints {

std::span<RunbookHints const* const> runbooks() {
  static constexpr RunbookHints const* all[] = {&bad_deploy::hints};
  return all;
}

}  // namespace studylab::hints
