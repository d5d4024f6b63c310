#pragma once

#include <cstdint>
#include <string>

namespace studylab::console {

// A process of this machine, told apart from any other that has its number later.
struct Process {
  std::uint64_t pid = 0;
  std::uint64_t started = 0;  // clock ticks after the boot, as /proc/PID/stat has it
  std::string boot;           // the kernel's name of this boot

  friend bool operator==(Process const&, Process const&) = default;
};

Process this_process();
// Whether it still runs. A process of another boot, or one that cannot be seen from here, does not.
bool lives(Process const& process);
// Whether the machine has not been started again since.
bool of_this_boot(Process const& process);

}  // namespace studylab::console
