#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// The gap of the alert's edge, and the snapshots and baselines of edges, as they were ordered.
struct EdgeNotes {
  std::string queried;  // the entry of the latest query of the alert's edge; empty: none
  std::uint32_t queries = 0;
  bool answered = false;     // the edge itself, the latest query
  std::optional<Noted> gap;  // its cause; none: the edge has no gap
  std::string gap_entry;     // of the first gap that was shown, also after it has ended
  std::string gap_partition;
  Instant gap_since{};
  std::string policy, policy_age;  // of the incident's environment, as first shown
  Noted started;                   // when the edge did
  // Its view of a table with another checksum than the expected one; none: the checksums are equal.
  std::optional<std::string> differing;
  // Edge → partition → the sequence of the latest snapshot that the edge fetched of it.
  std::map<std::string, std::map<std::string, std::uint64_t>, std::less<>> snapshots;
  std::string verified_edge;  // whose snapshot is good
  std::string resumed_entry;  // of its latest new baseline in this run

  void take(AnswerRead const& answer);
  void take_done(Record const& row);
};

}  // namespace studylab::lab
