#pragma once

#include <cstdint>

#include "lab/grade/pieces.h"

// The symptom of the incident, and whom it affects: both depend on the incident's subject.
namespace studylab::grade {

bool symptom_present(Run const& run, Instant now);

// Whether the query prints the symptom.
bool prints_symptom(Run const& run, Queried const& queried);

// Users with an error so far, as `show incident` prints them. Errors and a wake: at all edges. A
// gap: at that edge.
std::uint32_t users_affected(Run const& run);
// For how long there were such errors, at one edge at least. A wake: for how long a gate refused
// requests.
Duration time_affected(Run const& run);

}  // namespace studylab::grade
