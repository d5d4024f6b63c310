#pragma once

#include <string_view>

#include "command_language/names.h"
#include "control/state.h"

namespace studylab::console {

// Whether the name is of a kind that the form accepts: judged by its spelling or, for names without
// a distinct spelling (databases, bindings), by what exists on the platform.
bool is_of_kind(control::State const& state, std::string_view name, language::NameForm form);

}  // namespace studylab::console
