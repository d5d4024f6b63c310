#pragma once

#include <string>

#include <boost/json/object.hpp>

#include "base/ids.h"

namespace studylab::desk {

// What a person reads of an answer's data: sections and aligned tables, `[entry-57]` at the end of
// each row whose values come from that entry. The last line prints `own`, the answer's own entry,
// where it has one.
std::string render(boost::json::object const& data, EntryId own);

}  // namespace studylab::desk
