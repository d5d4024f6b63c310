#pragma once

#include <cstdint>
#include <string>

namespace studylab::runs {

// A process of this machine, distinguishable from a later process with the same number.
struct Process {
  std::uint64_t pid = 0;
  std::uint64_t started = 0;  // clock ticks after the boot, from /proc/PID/stat
  std::string boot;           // the kernel's id of this boot

  friend bool operator==(Process const&, Process const&) = default;
};

Process this_process();
// Whether it is still running. False for a process of another boot or one that is not visible.
bool lives(Process const& process);
// Whether the machine is still on the same boot.
bool of_this_boot(Process const& process);

}  // namespace studylab::runs
