#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lab/runs/run.h"
#include "lab/runs/store.h"

namespace studylab::runs {

// A run that a killed server operated, as it was after its last stored entry. This process has its
// lock and stores what follows.
struct ContinuedRun {
  Run run;
  Served served;
  std::vector<language::Answer> answers;  // to its commands so far
};
using Continue = std::function<void(ContinuedRun)>;

// Replays every interrupted run of the store, including those with this salt, and seals it as
// crashed; with `go_on`, it is called with those that a server operated and that have not ended,
// and they stay open. `report` is called with one line for each of them, and for runs that cannot
// be read.
std::expected<void, std::string> seal_interrupted(
    Store const& store, std::optional<Hash> const& salt,
    std::function<void(std::string const& line)> const& report, Continue const& go_on = {});

}  // namespace studylab::runs
