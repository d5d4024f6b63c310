#pragma once

namespace studylab::cli {

// Exit statuses of the program.
enum class Exit : int {
  done = 0,     // a drill: passed
  failed = 1,   // a drill failed, a check found something
  usage = 2,    // usage error or bad input
  missing = 3,  // something required is missing, broken or invalid: server, file, permission, the
  // lab itself
};

}  // namespace studylab::cli
