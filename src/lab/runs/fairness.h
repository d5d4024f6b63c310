#pragma once

#include <cstdint>

#include "lab/drill/check.h"

namespace studylab::runs {

// Runs one seed of a drill twice, by the expert and by the idle operator, in the variant that the
// seed draws or in `chosen`. Both are graded as stored runs are.
drill::SeedCheck check_seed(drill::Drill const& drill, std::uint64_t seed,
                            drill::Variant const* chosen);

}  // namespace studylab::runs
