#pragma once

#include <cstdint>
#include <string>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// The hosts.
struct HostNotes {
  std::string queried;     // the entry of the latest query; empty: not queried
  std::string host_entry;  // of a host that takes allocations
  std::uint64_t free = 0;  // slots of those hosts
  std::string cordoned;    // a host that takes none; empty: none
  bool checked = false;    // its postcheck was ordered
  std::string passed;      // the entry of its passed postcheck; empty: not shown
  std::string uncordoned;  // the entry of the lifting; empty: none was lifted

  void take(AnswerRead const& answer);
  void take_done(AnswerRead const& answer, Record const& row);
};

}  // namespace studylab::lab
