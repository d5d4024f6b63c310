#include "lab/fuzz/runbook.h"
#include "skeleton_runbook/fuzz/rows.h"

namespace studylab::fuzz {

std::span<RunbookRows const> runbooks() {
  static constexpr RunbookRows all[] = {{"route-gap", skeleton::add_rows}};
  return all;
}

}  // namespace studylab::fuzz
