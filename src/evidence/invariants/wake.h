#pragma once

#include <span>
#include <vector>

#include "evidence/invariants/invariants.h"

namespace studylab::evidence {

// The invariants of wakes: SW3, SW4, SWN2 and SWN3. Those of gates are beside the others.
void wake_violations(std::span<FactEntry const> platform, std::vector<Violation>& found);

}  // namespace studylab::evidence
