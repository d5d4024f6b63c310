#pragma once

#include <optional>
#include <string_view>

#include <boost/json/object.hpp>

#include "command_language/runbooks.h"
#include "lab/drill/drill.h"
#include "lab/runs/sealed.h"

// JSON documents of runbooks, drills and stored runs, for programs and pages.
namespace studylab::runs {

boost::json::object document(language::Runbook const& runbook);
boost::json::object document(drill::Drill const& drill);
boost::json::object document(ListedRun const& run);

// The debrief of a sealed run. If the run has a salt and it was not given, the counterfactual is
// the one stored when the run was sealed, marked as unverified.
boost::json::object debrief_document(Store const& store, DebriefResult const& result);

// open, cut off, unreadable, unverified, passed, failed or invalid.
std::string_view state_word(ListedRun const& run);
// None: the incident was not resolved.
std::optional<Duration> time_to_mitigate(ListedRun const& run);

}  // namespace studylab::runs
