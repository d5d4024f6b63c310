#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// The owner of the incident's route, and the edges that have not applied it.
struct RouteNotes {
  std::string queried;  // the entry of the latest query with edges; empty: not queried
  std::uint32_t queries = 0;
  std::string owner;                    // a release
  std::string partition;                // of the route log
  std::map<std::string, Noted> behind;  // edge → its applied sequence
  bool edge_unheard = false;            // an edge had not answered the latest query

  void take(AnswerRead const& answer);
};

}  // namespace studylab::lab
