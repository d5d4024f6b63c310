#pragma once

#include <map>
#include <string>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// The bindings of the incident's environment.
struct BindingNotes {
  std::string queried;                // the entry of the latest query; empty: not queried
  std::uint32_t queries = 0;          // of the environment
  std::map<std::string, Noted> gone;  // binding → since
  std::string first;                  // the first by name; empty: none was shown
  std::string probe_entry;            // a probe
  std::string unusable;               // whose secret is missing or has expired; empty: none
  std::string secret_entry;           // of the secrets' states; empty: not shown

  void take(AnswerRead const& answer);
};

}  // namespace studylab::lab
