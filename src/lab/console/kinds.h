#pragma once

#include <string_view>

#include "command_language/names.h"
#include "control/state.h"

namespace studylab::console {

// Whether a name is one of those that the form means: by its writing, or where a name has none of
// its own (a database's, a binding's) by what the platform has.
bool is_of_kind(control::State const& state, std::string_view name, language::NameForm form);

}  // namespace studylab::console
