#pragma once

#include <span>
#include <vector>

#include "evidence/invariants/invariants.h"

namespace studylab::evidence {

// The invariants of hosts that are upgraded: HU4, HU5, HU6, HUN1, HUN2 and HUN3.
void host_violations(std::span<FactEntry const> platform, std::vector<Violation>& found);

}  // namespace studylab::evidence
