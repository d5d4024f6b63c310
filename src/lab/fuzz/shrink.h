#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lab/fuzz/fuzz_run.h"

namespace studylab::fuzz {

// A run that shows a violation: its lines and its schedule of faults.
struct Case {
  std::vector<std::string> lines;
  world::Schedule schedule;
};

// Removes one line or one fault after another as long as the case still shows the violation: of
// what is left, nothing can be removed alone. Requires shows(whole), which is a whole run: of n
// lines and faults it needs at most (n + 1)^2, and mostly about 2 n.
Case smallest(Case whole, std::function<bool(Case const&)> const& shows);

}  // namespace studylab::fuzz
