#include "lab/bench/machine.h"

#include <cstdlib>
#include <fstream>

#include <unistd.h>

#include <fmt/format.h>

namespace studylab::bench {
namespace {

std::string processor() {
  std::ifstream file{"/proc/cpuinfo"};
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("model name")) continue;
    auto const colon = line.find(": ");
    if (colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown processor";
}

}  // namespace

std::string machine() {
  double load[1] = {0};
  getloadavg(load, 1);
  return fmt::format("{}, {} cores, load {:.1f}", processor(), sysconf(_SC_NPROCESSORS_ONLN),
                     load[0]);
}

}  // namespace studylab::bench
