#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace studylab::runs {

// Why something cannot be done with a run.
struct Problem {
  enum class Kind : std::uint8_t {
    usage,    // the request is wrong: a run that does not exist, another salt
    missing,  // something required is missing or cannot be read or written
    failed,   // a check found something
  };
  Kind kind = Kind::missing;
  std::string text;  // one line
};

inline std::unexpected<Problem> problem(Problem::Kind kind, std::string text) {
  return std::unexpected(Problem{kind, std::move(text)});
}

}  // namespace studylab::runs
