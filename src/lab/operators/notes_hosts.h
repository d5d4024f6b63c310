#pragma once

#include <cstdint>
#include <string>

#include "lab/operators/notes_answer.h"

namespace studylab::lab {

// The hosts, and what the capacity team was asked for.
struct HostNotes {
  std::string queried;      // the entry of the latest query; empty: not queried
  std::string host_entry;   // of a host that takes allocations
  std::uint64_t free = 0;   // slots of those hosts
  std::string cordoned;     // a host that takes none; empty: none
  std::string postchecked;  // a host that passed; empty: none
  std::string uncordoned;   // the entry of the lifting; empty: none was lifted
  std::string escalated;    // the notice to the team; empty: none
  std::string answer;       // the entry of the team's answer; empty: none yet

  void take(AnswerRead const& answer);
  void take_done(AnswerRead const& answer, boost::json::object const& row);
};

}  // namespace studylab::lab
