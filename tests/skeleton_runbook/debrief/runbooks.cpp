#include "skeleton_runbook/debrief/debrief.h"

namespace studylab::debrief {

std::span<RunbookDebrief const* const> runbooks() {
  static constexpr RunbookDebrief const* all[] = {&skeleton::debrief};
  return all;
}

}  // namespace studylab::debrief
