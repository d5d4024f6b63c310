#pragma once

#include <string>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// The allocations of the incident's environment.
struct AllocationNotes {
  std::string queried;      // the entry of the latest query; empty: not queried
  std::string ready_entry;  // of one that is ready; empty: none is
  std::string ended_entry;  // of one that was ready until its process ended; empty: none

  void take(AnswerRead const& answer);
};

}  // namespace studylab::lab
