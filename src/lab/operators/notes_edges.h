#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "lab/operators/notes_answer.h"

namespace studylab::lab {

// Snapshots and baselines of edges, as they were ordered.
struct EdgeNotes {
  struct Snapshot {
    std::string partition;
    std::uint64_t sequence = 0;
  };
  // By edge. Of an edge with several partitions, the first is the one that it is resumed from.
  std::map<std::string, Snapshot, std::less<>> snapshots;
  std::string verified_edge;  // whose snapshot is good
  std::string resumed_entry;

  void take_done(Record const& row);
};

}  // namespace studylab::lab
