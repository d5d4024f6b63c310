#pragma once

#include <map>
#include <string>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// The attempts to make the incident's environment hot, and its gate.
struct WakeNotes {
  // Entries; empty: none.
  std::string ready;         // an allocation is ready
  std::string failed;        // the latest attempt that failed
  std::string unplaced;      // an attempt for which no slot was found
  std::string failed_at;     // the stage
  std::string digest;        // of the release that the attempts start
  bool placed = false;       // an attempt had an allocation
  std::string gate_queried;  // the entry of the latest query of the gate; empty: not queried
  std::string retried;       // the entry of the operator's latest retry or wake; empty: none
  std::string informed;      // of a notice to the owner that asks for no repair; empty: none

  void take(AnswerRead const& answer);
  void take_done(AnswerRead const& answer, Record const& row);
};

}  // namespace studylab::lab
