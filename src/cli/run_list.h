#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "lab/console/render/styled.h"
#include "lab/console/store.h"
#include "lab/debrief/debrief.h"

namespace studylab::cli {

// One run as `history` lists it. The result is computed from the bundle, after both chains and the
// signature were checked; no other file determines a score.
struct ListedRun {
  console::RunSummary summary;
  // None if the run is not sealed or its bundle cannot be verified; `summary.note` gives the
  // reason.
  std::optional<debrief::Debrief> result;
};
// Oldest first.
std::expected<std::vector<ListedRun>, std::string> listed_runs(console::Store const& store);

// The score of each run over time as columns, newest last; empty if fewer than two runs have a
// score.
std::vector<console::Styled> score_chart(std::vector<ListedRun> const& runs, std::size_t width);
// The entry of one run, two lines.
std::vector<console::Styled> lines_of(ListedRun const& run);
boost::json::object object_of(ListedRun const& run);

// `2026-05-14 11:34`, in UTC whatever the time zone of the machine.
std::string utc_minute(std::chrono::sys_seconds at);

}  // namespace studylab::cli
