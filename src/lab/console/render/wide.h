#pragma once

#include <string>

#include <boost/json/object.hpp>

#include "lab/console/render/sheet.h"

namespace studylab::console {

// Every field of an answer's data: sections and aligned tables, `[entry-57]` at the end of each row
// whose values come from that entry. What does not fit a table is printed row by row.
std::string wide_text(boost::json::object const& data, Moment const& moment, Screen const& screen);

}  // namespace studylab::console
