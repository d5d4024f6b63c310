#pragma once

#include <span>
#include <vector>

#include "evidence/invariants/invariants.h"

namespace studylab::evidence {

// Adds the violations of the rules about providers and regions: PO3, PO4, PO5, PON1, PON2, PON3.
void provider_violations(std::span<FactEntry const> platform, std::vector<Violation>& found);

}  // namespace studylab::evidence
