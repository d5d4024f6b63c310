#pragma once

#include <span>
#include <vector>

#include "evidence/invariants/invariants.h"

namespace studylab::evidence {

// The invariants of restores: DR1, DR2, DR4, DRN1, DRN2, DRN3.
void restore_violations(std::span<FactEntry const> platform, std::vector<Violation>& found);

}  // namespace studylab::evidence
