#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "base/limits.h"

// The processes of an external program: the keeper, a child of this process, starts the program in
// a process group of its own, and ends that group, and whatever has left it, when it is asked to or
// when this process has ended in any way. It then removes the program's folder.
namespace studylab::external {

// What a program may use in one run.
struct Limits {
  // Wall time in which the lab waits for the program, and processor time of each of its processes.
  std::chrono::seconds time{60};
  // Bytes of address space of each of its processes, and of each file that it writes.
  std::uint64_t memory = 512 * limits::mib;

  friend bool operator==(Limits const&, Limits const&) = default;
};

struct Start {
  std::string command;  // for /bin/sh -c
  Limits limits;
  std::filesystem::path folder;  // $OPERATOR_DIR, from which the command may take files
  std::vector<std::filesystem::path> hidden;  // what the program must not read or write
};

// How the program's first process ended.
struct Exit {
  bool known = false;   // false: the keeper itself was killed
  bool killed = false;  // by the keeper
  int status = 0;       // as waitpid gives it
};

// The ends of this process. Each is closed by the owner.
struct Kept {
  pid_t keeper = -1;
  pid_t program = -1;  // also its process group
  int in = -1;         // the program's standard input, to write
  int out = -1;        // its standard output and error, to read
  int errors = -1;
  int control = -1;
};

// The error is one line with the reason. The calling process must ignore SIGPIPE.
std::expected<Kept, std::string> start_kept(Start const& start);

// Asks the keeper to end everything that is left after `grace`. It then writes how the program
// ended into `control`, and exits.
void ask_to_end(Kept const& kept, std::chrono::milliseconds grace);
// Waits for that; `control` must be readable or at its end. Reaps the keeper.
Exit wait_for_end(Kept const& kept);

}  // namespace studylab::external
