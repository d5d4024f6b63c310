#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

struct OperationNotes {
  std::string
      queried;  // the entry of the latest query of the alert's operation; empty: not queried
  std::uint32_t queries = 0;                                // of it
  std::map<std::string, std::string, std::less<>> entries;  // operation → entry of its latest stage
  // Those that were shown to have ended: operation → entry of its last stage.
  std::map<std::string, std::string, std::less<>> ended;
  std::set<std::string, std::less<>> failed;  // of them
  std::string listed;  // the entry of the latest list of all operations; empty: not queried
  // Of that list, those under way that belong to other environments; and those shown one by one.
  std::set<std::string, std::less<>> elsewhere, shown;
  // Operations that the operator requested, oldest first.
  struct Requested {
    std::string verb, operation;
  };
  std::vector<Requested> requested;

  void take(AnswerRead const& answer);
  void take_done(AnswerRead const& answer, Record const& row);
};

}  // namespace studylab::lab
