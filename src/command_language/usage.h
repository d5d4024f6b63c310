#pragma once

#include <cstdint>
#include <string>

namespace studylab::language {

// A line that is no command: it costs nothing and is no entry.
struct UsageError {
  std::string what;  // what is wrong: "rollback has no option '--too'"
  std::uint32_t column =
      0;              // the byte of the line where it stands, from 1; 0: of the line as a whole
  std::string right;  // what would be right: "did you mean '--to'? rollback ENV --to REL"

  // `usage: WHAT (column N); RIGHT`: one line.
  std::string text() const;

  friend bool operator==(UsageError const&, UsageError const&) = default;
};

}  // namespace studylab::language
