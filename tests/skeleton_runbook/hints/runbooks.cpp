#include "skeleton_runbook/hints/hints.h"

namespace studylab::hints {

std::span<RunbookHints const* const> runbooks() {
  static constexpr RunbookHints const* all[] = {&skeleton::hints};
  return all;
}

}  // namespace studylab::hints
