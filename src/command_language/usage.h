#pragma once

#include <cstdint>
#include <string>

namespace studylab::language {

// A line that is not a command: it takes no time and is not recorded.
struct UsageError {
  std::string what;          // what is wrong: "rollback has no option '--too'"
  std::uint32_t column = 0;  // the byte of the line, from 1; 0: the line as a whole
  std::string right;         // what is expected: "did you mean '--to'? rollback ENV --to REL"

  // `usage: WHAT (column N); RIGHT`: one line.
  std::string text() const;

  friend bool operator==(UsageError const&, UsageError const&) = default;
};

// A line of more than max_line_length bytes.
UsageError line_too_long(std::uint64_t bytes);

}  // namespace studylab::language
