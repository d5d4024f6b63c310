#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

struct ReleaseNote {
  std::string digest;
  std::optional<std::pair<std::uint64_t, std::uint64_t>> reads, writes;  // schema versions
  bool served = false;                                                   // owned the route before
  bool symptoms = false;                                                 // in one of those times
  bool serving = false;                                                  // owns it now
  bool in_store = false;
  std::uint64_t last_served_epoch = 0;
};

struct PlanNote {
  std::string finding;
  std::string entry;  // the check's own
};

// The releases of the incident's environment.
struct ReleaseNotes {
  std::string queried;                     // the entry of the latest query; empty: not queried
  std::map<std::string, ReleaseNote> all;  // by id
  std::map<std::string, PlanNote> rollback_plans, fix_plans;  // by release

  void take(AnswerRead const& answer);
};

}  // namespace studylab::lab
