#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "lab/fuzz/fuzz_run.h"

namespace studylab::fuzz {

// The lines of a run that was played, changed in one to four places: one left out, said twice or
// moved, or another put in, right, needless or forbidden, with names of that run's world. Chance
// comes from `random` alone.
std::vector<std::string> mutated(Played const& played, Random& random);

}  // namespace studylab::fuzz
