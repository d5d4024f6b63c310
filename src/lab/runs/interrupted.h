#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>

#include "lab/runs/store.h"

namespace studylab::runs {

// Replays every interrupted run of the store and seals it as crashed, including those with this
// salt. `report` is called with one line for each of them, and for runs that cannot be read.
std::expected<void, std::string> seal_interrupted(
    Store const& store, std::optional<Hash> const& salt,
    std::function<void(std::string const& line)> const& report);

}  // namespace studylab::runs
