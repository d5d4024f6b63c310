#include "skeleton_runbook/decisions/decisions.h"

namespace studylab::decisions {

std::span<RunbookDecisions const* const> runbooks() {
  static constexpr RunbookDecisions const* all[] = {&skeleton::decisions};
  return all;
}

}  // namespace studylab::decisions
