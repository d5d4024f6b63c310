#pragma once

#include <string>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// What the store has under the digest of the incident's release.
struct ArtifactNotes {
  std::string queried;  // the entry of the latest query; empty: not queried
  std::string entry;    // the store's answer; empty: none
  bool intact = true;   // the declared bytes

  void take(AnswerRead const& answer);
};

}  // namespace studylab::lab
