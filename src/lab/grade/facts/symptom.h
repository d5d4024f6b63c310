#pragma once

#include "lab/grade/pieces.h"

// The symptom of the incident, which depends on the incident's subject.
namespace studylab::grade {

bool symptom_present(Run const& run, Instant now);

// Whether the query prints the symptom.
bool prints_symptom(Run const& run, Queried const& queried);

}  // namespace studylab::grade
