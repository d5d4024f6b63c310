#pragma once

#include <span>
#include <vector>

#include "evidence/invariants/invariants.h"

namespace studylab::evidence {

// The invariants of edges in a gap: RG1, RG2, RG4 and RGN3.
void gap_violations(std::span<FactEntry const> platform, std::vector<Violation>& found);

}  // namespace studylab::evidence
