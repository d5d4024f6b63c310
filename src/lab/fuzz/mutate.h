#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "lab/fuzz/fuzz_run.h"

namespace studylab::fuzz {

// The lines of a run, changed in one to four places: a line removed, repeated or moved, or another
// inserted (correct, needless or forbidden) with names of that run's world. All random choices come
// from `random`.
std::vector<std::string> mutated(FinishedRun const& run, Random& random);

}  // namespace studylab::fuzz
