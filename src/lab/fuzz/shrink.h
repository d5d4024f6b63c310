#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lab/fuzz/fuzz_run.h"

namespace studylab::fuzz {

// A run that shows something: the lines that were said and the faults under which.
struct Case {
  std::vector<std::string> lines;
  sim::Schedule schedule;
};

// The smallest that still shows it of those that leaving out one line or one fault after another
// leads to. `shows` is true of `whole`.
Case smallest(Case whole, std::function<bool(Case const&)> const& shows);

}  // namespace studylab::fuzz
