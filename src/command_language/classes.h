#pragma once

#include <span>
#include <string_view>

#include "model/enums.h"

namespace studylab::language {

// The classes of a runbook by its id, `no-fault` last; empty for an unknown runbook.
std::span<FaultClass const> classes_of(std::string_view runbook);

// Whether `classify` must state a scope with the class: with some classes, whom the
// fault affects is half of what is wrong. False for an unknown runbook.
bool needs_scope(std::string_view runbook, FaultClass fault_class);
// What the words of `--scope` mean, in one clause.
extern std::string_view const scope_meaning;

}  // namespace studylab::language
