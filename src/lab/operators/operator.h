#pragma once

#include <optional>
#include <string>

#include "command_language/message.h"

namespace studylab::lab {

// Whoever operates a run from within the program. Sees what a pipe would show and nothing else: the
// call when it is made, then the answer to each line. `last` is the answer to the line given
// before, nullptr at first; no line: it has nothing more to say, and the run's input ends.
//
// One that takes over a run midway is handed the earlier answers, one by one, before it is asked.
class Operator {
 public:
  virtual ~Operator() = default;
  virtual void watch(language::Answer const& answer) = 0;
  virtual std::optional<std::string> next() = 0;
};

}  // namespace studylab::lab
