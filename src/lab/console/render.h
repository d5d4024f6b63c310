#pragma once

#include <string>

#include <boost/json/object.hpp>

#include "base/ids.h"
#include "command_language/wrap.h"

namespace studylab::console {

// What a person reads of an answer's data, in lines of at most `width` columns where no word is
// longer: sections and aligned tables, `[entry-57]` at the end of each row whose values come from
// that entry; what does not fit a table is told row by row. The last line prints `own`, the
// answer's own entry, where it has one.
std::string render(boost::json::object const& data, EntryId own,
                   std::size_t width = language::usual_width);

}  // namespace studylab::console
