#pragma once

#include <expected>
#include <string>

#include <boost/json/object.hpp>

#include "lab/debrief/debrief.h"
#include "lab/runs/run.h"

namespace studylab::runs {

// The results of a run that has ended.
struct Ended {
  debrief::Debrief debrief;
  boost::json::object document;
  std::string bundle;  // its bytes
};

// Ends the run for this reason, unless it has ended; measures the reference, grades, seals,
// debriefs, and stores the results. The error is one line: what cannot be stored or debriefed.
std::expected<Ended, std::string> finish(Run& run, RunEnding ending);

}  // namespace studylab::runs
