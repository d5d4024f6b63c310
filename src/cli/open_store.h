#pragma once

#include <expected>
#include <optional>

#include "cli/problem.h"
#include "lab/runs/interrupted.h"
#include "lab/runs/store.h"

namespace studylab::cli {

// Whether to read runs or to operate one; operating creates missing folders.
enum class Opening : std::uint8_t { reading, playing };

// The store under the home folder. Seals every interrupted run as crashed, including those with
// this salt; with `go_on`, runs of a killed server continue there instead. Reports on standard
// error which runs it sealed or continues, and which it cannot read.
std::expected<runs::Store, Problem> open_store(Opening opening, std::optional<Hash> const& salt,
                                               runs::Continue const& go_on = {});

}  // namespace studylab::cli
