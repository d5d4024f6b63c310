#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "lab/console/render/styled.h"
#include "lab/runs/sealed.h"

namespace studylab::cli {

// The score of each run over time as columns, newest last; empty if fewer than two runs have a
// score.
std::vector<console::Styled> score_chart(std::vector<runs::ListedRun> const& runs,
                                         std::size_t width);
// The rules under which points were lost, the dearest first: the points, in how many runs, and a
// bar for each of the latest runs, newest last; empty if no run lost any.
std::vector<console::Styled> rule_chart(std::vector<runs::ListedRun> const& runs,
                                        std::size_t width);
// The entry of one run, two lines.
std::vector<console::Styled> lines_of(runs::ListedRun const& run);

// `2026-05-14 11:34`, in UTC whatever the time zone of the machine.
std::string utc_minute(std::chrono::sys_seconds at);

}  // namespace studylab::cli
