#pragma once

#include <optional>
#include <string>

#include "command_language/message.h"

namespace studylab::lab {

// An operator inside the program. It sees only what a pipe would show: the alert at construction,
// then the answer to each line through watch(). Without a next line, the run's input ends.
//
// An operator that takes over a run midway is given the earlier answers, one by one, before its
// first next().
class Operator {
 public:
  virtual ~Operator() = default;
  virtual void watch(language::Answer const& answer) = 0;
  virtual std::optional<std::string> next() = 0;
};

}  // namespace studylab::lab
