#pragma once

#include <string_view>

#include "command_language/names.h"
#include "control/state.h"

namespace studylab::console {

// Whether a name is of the kind that the form means: by its spelling, or for names without a
// distinct spelling (databases, bindings) by what the platform has.
bool is_of_kind(control::State const& state, std::string_view name, language::NameForm form);

}  // namespace studylab::console
