#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace studylab::cli {

// One line of input, without its end.
struct InputLine {
  std::string text;        // its beginning, up to limits::input_line bytes
  std::uint64_t size = 0;  // of the whole line, in bytes
};

// Reads lines from an open file. Skips a byte-order mark at the start. Only the beginning of a long
// line is kept, so that memory stays within the limit.
class LineReader {
 public:
  explicit LineReader(int file) : file_(file) {}

  // None at the end of input, after an interruption, or if a line does not end.
  std::optional<InputLine> next();
  // Whether reading stopped within a line longer than limits::endless_line.
  bool stopped() const { return stopped_; }

 private:
  void read_more();
  std::optional<InputLine> finished(InputLine line);

  int file_;
  std::string chunk_;
  std::size_t at_ = 0;  // how much of the chunk is used
  bool begun_ = false;
  bool done_ = false;
  bool stopped_ = false;
};

}  // namespace studylab::cli
