#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "lab/decisions/decision.h"

// JSON documents of decisions, for programs and pages.
namespace studylab::decisions {

// Its controls with their ranges, its answers, and the lines of runbooks that it shows.
boost::json::object document(Description const& description);
// The answer with its reasons, and the changes of one input that change it.
boost::json::object evaluation(Description const& description, Values const& values);

}  // namespace studylab::decisions
