#pragma once

#include <string>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// Errors of the incident's route, over all queries of them.
struct ErrorNotes {
  std::string queried;  // the entry of the latest query; empty: not queried
  // An observation that began after the interval in which the alert came is over the threshold.
  bool over_since_alert = false;
  std::string calm_entry;     // an observation since the alert that is not over it; empty: none
  std::string failing_entry;  // one that is over it

  void take(AnswerRead const& answer);
};

}  // namespace studylab::lab
