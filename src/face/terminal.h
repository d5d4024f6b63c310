#pragma once

#include <string>
#include <string_view>

// Standard output and error of a command, and the signals that end one.
namespace studylab::face {

// Writes to standard output. Once the reader has gone nothing more is written, and `broken()` says
// so: the caller ends in good order. The program then ends with status 3.
class Out {
 public:
  void print(std::string_view text);
  void line(std::string_view text);
  bool broken() const { return broken_; }

 private:
  bool broken_ = false;
};

// Why some of what was printed went nowhere, as the system said it; empty: nothing was lost.
std::string_view lost_output();

// One line on standard error: `studylab: TEXT`.
void complain(std::string_view text);
// Progress on standard error; rewrites its line on a terminal, silent elsewhere.
void progress(std::string_view text);
void progress_end();

// From here on SIGINT, SIGTERM and SIGHUP (a terminal that was closed) end no process but raise a
// flag, and a closed pipe is an error to be seen and not a signal.
void watch_signals();
// Where the program was begun with a standard stream closed, no file that it opens takes its place.
void hold_streams();
bool interrupted();

// Reads lines from standard input. None at its end, or when interrupted.
class In {
 public:
  bool next(std::string& line);
  static bool terminal();

 private:
  std::string buffer_;
  bool done_ = false;
};

}  // namespace studylab::face
