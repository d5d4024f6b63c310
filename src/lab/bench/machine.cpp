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

double load() {
  double minute[1] = {0};
  getloadavg(minute, 1);
  return minute[0];
}

}  // namespace

std::string machine() {
  return fmt::format("{}, {} cores, load {:.1f}", processor(), sysconf(_SC_NPROCESSORS_ONLN),
                     load());
}

bool machine_busy() { return load() > 2.5; }

std::size_t resident_bytes() {
  std::ifstream file{"/proc/self/statm"};
  std::size_t size = 0, resident = 0;
  file >> size >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace studylab::bench
