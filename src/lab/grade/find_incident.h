#pragma once

#include <optional>

#include "lab/grade/run.h"

namespace studylab::grade {

// The alert of a run, read before anything else: what the fold looks for depends on it.
std::optional<Incident> find_incident(std::span<FactEntry const> entries);

}  // namespace studylab::grade
