#pragma once

#include <string>

#include "control/control.h"

namespace studylab::control {

// The latest entry about the object with this name; none if no such object exists.
EntryId latest_entry(State const& state, std::string const& name);

}  // namespace studylab::control

namespace studylab::control::references {

// Records what the entry showed to the operator.
void fold(State& state, FactEntry const& entry);

}  // namespace studylab::control::references
