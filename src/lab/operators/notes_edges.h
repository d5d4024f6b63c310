#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "lab/operators/notes_answer.h"

namespace studylab::lab {

// The gap of the alert's edge, and the snapshots and baselines of edges, as they were ordered.
struct EdgeNotes {
  std::string queried;       // the entry of the latest query of the alert's edge; empty: none
  std::optional<Noted> gap;  // its cause; none: the edge has no gap
  struct Snapshot {
    std::string partition;
    std::uint64_t sequence = 0;
  };
  // By edge. Of an edge with several partitions, the first is the one that it is resumed from.
  std::map<std::string, Snapshot, std::less<>> snapshots;
  std::string verified_edge;  // whose snapshot is good
  std::string resumed_entry;

  void take(AnswerRead const& answer);
  void take_done(boost::json::object const& row);
};

}  // namespace studylab::lab
