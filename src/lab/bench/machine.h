#pragma once

#include <string>

namespace studylab::bench {

// Processor, cores and load, in one line.
std::string machine();
// Whether other programs are running: wall times are then unreliable.
bool machine_busy();

}  // namespace studylab::bench
