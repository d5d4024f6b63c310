#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "command_language/runbooks.h"
#include "lab/drill/drill.h"
#include "lab/drill/load.h"
#include "lab/practice/next.h"
#include "lab/runs/sealed.h"

// JSON documents of runbooks, drills and stored runs, for programs and pages.
namespace studylab::runs {

boost::json::object document(language::Runbook const& runbook);
boost::json::object document(drill::Drill const& drill);
boost::json::array document(std::vector<drill::Mistake> const& mistakes);
boost::json::object document(ListedRun const& run);
// `now` is the time for which the proposal was made.
boost::json::object document(practice::Proposal const& proposal, practice::Day now);

// A debrief. `other_version` is the version that made the run, if it is not this one.
boost::json::object debrief_document(DebriefResult const& result);
// The same of a sealed run of this home. If the counterfactual was left out, it is the one stored
// when the run was sealed, marked as unverified.
boost::json::object debrief_document(Store const& store, DebriefResult const& result);

// open, cut off, unreadable, unverified, passed, failed or invalid.
std::string_view state_word(ListedRun const& run);
// None: the incident was not resolved.
std::optional<Duration> time_to_mitigate(ListedRun const& run);

}  // namespace studylab::runs
