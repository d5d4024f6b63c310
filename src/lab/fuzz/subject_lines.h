#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "control/state.h"

namespace studylab::fuzz {

// Lines about something that this platform has: a database, a replica, a host, a binding or a
// sleeping environment. Some are refused. All random choices come from `random`.
std::vector<std::string> subject_lines(control::State const& state, Random& random);

}  // namespace studylab::fuzz
