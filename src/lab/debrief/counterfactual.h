#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"
#include "lab/console/options.h"
#include "lab/grade/grade.h"

namespace studylab::debrief {

// What going on as the expert would have saved; negative where the run was cheaper.
struct Saves {
  std::int64_t points = 0;
  std::int64_t failed_requests = 0;
  Duration failed_time{};
};

// Where a run and the expert part for good: the first command from which points were lost. Seed and
// commands are replayed up to it, then the expert goes on: nothing is copied or forked.
struct Counterfactual {
  EntryId from_entry;                 // the run's own first entry after the parting
  std::string command;                // what the run did there; empty: its input ended
  std::vector<std::string> commands;  // what the expert would have done from there
  std::uint32_t score = 0;            // with which the expert would have ended
  Saves saves;
  // The last entry from which the expert could still have passed; none where it could not from the
  // start, the run's last entry where it could to the end.
  EntryId point_of_no_return;
};

// None where the run lost no point, or is not one that can be replayed. `recorded` is the platform
// chain of the run, which has ended and has these marks.
std::optional<Counterfactual> counterfactual(console::RunOptions const& options,
                                             std::span<FactEntry const> recorded,
                                             grade::Score const& score);

}  // namespace studylab::debrief
