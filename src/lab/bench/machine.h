#pragma once

#include <string>

namespace studylab::bench {

// Processor, cores and how busy it is, in one line.
std::string machine();
// Others run on it too: what is measured by the wall clock then says little.
bool machine_busy();

}  // namespace studylab::bench
