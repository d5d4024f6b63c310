#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "command_language/runbooks.h"
#include "lab/drill/drill.h"
#include "lab/runs/sealed.h"
#include "model/refusals.h"

// What is known about each line of a runbook: what guards it, which drills exercise it, and how the
// runs of a home did on it.
namespace studylab::runs {

// A drill, and the variants whose answer key requires the step; without such variants, the line
// holds in all of them.
struct Exercise {
  drill::Drill const* drill = nullptr;
  std::vector<std::string> required_in;
};

struct LineReport {
  language::RunbookLine const* line = nullptr;
  std::vector<RefusalRow const*> refusals;
  std::vector<Exercise> drills;
  // Of the graded runs of the runbook's drills: in how many the step was required, and done; how
  // many lost points under the line, and how many points.
  std::uint32_t required = 0, done = 0;
  std::uint32_t losing_runs = 0, points_lost = 0;
};

struct RunbookReport {
  language::Runbook const* runbook = nullptr;
  std::uint32_t runs = 0;  // graded, of its drills
  std::vector<LineReport> lines;
};

RunbookReport report_on(language::Runbook const& runbook,
                        std::span<drill::Drill const* const> drills,
                        std::span<ListedRun const> runs);

// The runbook's document with `runs`, and with `drills` and `runs` in each line.
boost::json::object document(RunbookReport const& report);

}  // namespace studylab::runs
