#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"

namespace studylab::debrief {

// What continuing as the expert would have saved; negative if the run cost less.
struct Saves {
  std::int64_t points = 0;
  std::int64_t failed_requests = 0;
  Duration failed_time{};
};

// A command of the expert, and when it was answered.
struct ExpertCommand {
  std::string line;
  Instant at{};
};

// Where a run diverges from the expert for good: the first command that lost points. The seed and
// the commands before it are replayed, then the expert continues; no state is copied.
struct Counterfactual {
  EntryId from_entry;                   // the run's first entry after the divergence
  std::string command;                  // the run's command there; empty: its input ended
  std::vector<ExpertCommand> commands;  // the expert's commands from there
  std::uint32_t score = 0;              // the expert's final score
  Saves saves;
  // Of a run that did not pass, the last entry from which the expert could still have passed, with
  // the repair that it prefers or with the run's own. None: not even from the start.
  EntryId point_of_no_return;
};

}  // namespace studylab::debrief
