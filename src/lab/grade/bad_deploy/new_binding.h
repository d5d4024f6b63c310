#pragma once

#include <string_view>

#include "lab/grade/pieces.h"

// The binding that, of all releases that served the incident's environment, only the incident's
// release needs.
namespace studylab::grade::bad_deploy {

// The binding, if a probe has found it gone; nullptr: none has. It stays so after a repair.
BindingName const* find_gone_binding(Run const& run);

// Whether the provider with this name provides the binding.
bool is_provider_of_new_binding(Run const& run, std::string_view provider);
bool is_provider_of_gone_binding(Run const& run, std::string_view provider);

}  // namespace studylab::grade::bad_deploy
