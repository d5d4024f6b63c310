#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "lab/external/keeper.h"

namespace studylab::external {

// The limits that hold for every program.
inline constexpr std::size_t max_lines = 5'000;  // of its output
inline constexpr std::size_t max_errors =
    64 * limits::kib;  // of its standard error, the last bytes
inline constexpr std::size_t max_unread = 16 * limits::mib;  // of answers that it does not read

// How a program ended.
struct Ending {
  // What it did that a program must not do, one line: it took too long, wrote too much, does not
  // read, or ended by a signal or with another status than 0. Empty: nothing.
  std::string failure;
  std::string errors;  // the end of its standard error, readable
};

// A program that is running: lines to its standard input, lines from its standard output. It can
// write and read at any time without a deadlock. It is ended with the object.
class Program {
 public:
  // The error is one line: why it cannot be started.
  static std::expected<Program, std::string> start(Start const& start);
  ~Program();
  Program(Program&& other) noexcept;
  Program& operator=(Program&&) = delete;

  // Adds a line to its input, and a line end; the program may read it later, or never.
  void send(std::string_view line);
  // Waits for the next line of its output, without its end. None: its output has ended or it
  // failed.
  std::optional<std::string> receive();
  // Waits until it has read its input and ended, at most a few seconds, then ends what is left.
  Ending end();

 private:
  explicit Program(Start const& start, Kept const& kept)
      : limits_(start.limits), kept_(kept), left_(start.limits.time) {}
  void fail(std::string why);
  std::optional<std::string> take_line();
  void wait_for_more();
  bool wait_for(std::chrono::nanoseconds at_most, bool with_control);
  void flush();
  void read_output();
  bool read_errors();  // whether there was something
  void drain_to_end();

  Limits limits_;
  Kept kept_;
  std::chrono::nanoseconds left_;  // of its wall time
  std::string unread_;             // what it has not read yet
  std::string output_;             // what was not taken yet
  std::string errors_;
  std::size_t lines_ = 0;
  std::string failure_;
};

}  // namespace studylab::external
