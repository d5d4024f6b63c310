#pragma once

#include <span>
#include <string_view>

#include "model/enums.h"

namespace studylab::language {

// The classes of a runbook by its id, `no-fault` last; empty for an unknown runbook.
std::span<FaultClass const> classes_of(std::string_view runbook);

}  // namespace studylab::language
