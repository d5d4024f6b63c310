#pragma once

#include <string>
#include <string_view>

// Standard output and error of a command, and the signals that end one.
namespace studylab::face {

// Writes to standard output. Once the reader has gone nothing more is written, and `broken()` says
// so: the caller ends in good order and with status 3.
class Out {
 public:
  void print(std::string_view text);
  void line(std::string_view text);
  bool broken() const { return broken_; }
  bool terminal() const;

 private:
  bool broken_ = false;
};

// One line on standard error: `studylab: TEXT`.
void complain(std::string_view text);
// Progress on standard error; rewrites its line on a terminal, silent elsewhere.
void progress(std::string_view text);
void progress_end();

// From here on SIGINT and SIGTERM end no process but raise a flag, and a closed pipe is an error to
// be seen and not a signal.
void watch_signals();
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
