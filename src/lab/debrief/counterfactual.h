#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"

namespace studylab::debrief {

// What going on as the expert would have saved; negative where the run was cheaper.
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

// Where a run diverges from the expert for good: the first command from which points were lost.
// Seed and commands are replayed up to it, then the expert goes on: nothing is copied or forked.
struct Counterfactual {
  EntryId from_entry;                   // the run's own first entry after the divergence
  std::string command;                  // what the run did there; empty: its input ended
  std::vector<ExpertCommand> commands;  // what the expert would have done from there
  std::uint32_t score = 0;              // with which the expert would have ended
  Saves saves;
  // The last entry from which the expert could still have passed; none where it could not from the
  // start, the run's last entry where it could to the end.
  EntryId point_of_no_return;
};

}  // namespace studylab::debrief
