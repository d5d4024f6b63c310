#pragma once

#include <expected>
#include <string>

#include <boost/json/object.hpp>

#include "lab/debrief/debrief.h"
#include "lab/desk/session.h"
#include "lab/desk/store.h"

namespace studylab::face {

// What is left when a run has ended.
struct Ended {
  debrief::Debrief debrief;
  boost::json::object document;
  std::string bundle;  // its bytes
};

// Measures, seals, grades and debriefs a run that has ended, and keeps it all in its folder. The
// error is one line.
std::expected<Ended, std::string> seal_run(desk::Store const& store, desk::RunFolder& folder,
                                           desk::Session& session);

// The store under the home folder, with every run that a crash cut off sealed as such; says on
// standard error which those were.
std::expected<desk::Store, std::string> open_store();

}  // namespace studylab::face
