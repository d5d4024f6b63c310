#include "skeleton_runbook/operators/expert.h"

namespace studylab::lab {

std::span<RunbookExpert const* const> runbooks() {
  static constexpr RunbookExpert const* all[] = {&skeleton::expert};
  return all;
}

}  // namespace studylab::lab
