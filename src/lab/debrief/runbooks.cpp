// The runbooks that debriefs know.
#include "lab/debrief/bad_deploy/debrief.h"

namespace studylab::debrief {

std::span<RunbookDebrief const* const> runbooks() {
  static constexpr RunbookDebrief const* all[] = {&bad_deploy::debrief};
  return all;
}

}  // namespace studylab::debrief
