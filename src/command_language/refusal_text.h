#pragma once

#include <string>

#include "model/refusals.h"

namespace studylab::language {

// `refused CODE: why; what is expected (RULE)`: one line.
std::string refusal_text(Refusal const& refusal);

// docs/refusals.md: every code with kind, rule and meaning, every verb with kind, reach and codes.
std::string refusals_markdown();

}  // namespace studylab::language
