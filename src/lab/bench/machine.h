#pragma once

#include <cstddef>
#include <string>

namespace studylab::bench {

// Processor, cores and load, in one line.
std::string machine();
// Whether other programs are running: wall times are then unreliable.
bool machine_busy();
// Memory of this process that is in use, in whole pages.
std::size_t resident_bytes();

}  // namespace studylab::bench
