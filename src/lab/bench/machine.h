#pragma once

#include <string>

namespace studylab::bench {

// Processor, cores and how busy it is, in one line.
std::string machine();

}  // namespace studylab::bench
