#pragma once

#include "lab/grade/run.h"

// The subject of errors: what edges reported of the incident's route.
namespace studylab::grade {

// Fewer errors than this, at one edge or of one release, are chance.
inline constexpr std::uint32_t chance_errors = 5;

// Failed rows of the incident's route come from one edge alone, and are not a program's answer (no
// release). Carrier: RequestsObserved of that edge with such a failed row.
extern Clue const failed_at_one_edge;

// No observation of the incident's route that began after the interval of the alert is over the
// threshold: the rest of that interval, also at an edge that restarted in it, shows the errors that
// the alert is about. Carrier: RequestsObserved of the route that began at or after the alert and
// is not over.
extern Clue const under_threshold;

// Whether the query prints the errors of the incident's environment.
bool prints_errors(Run const& run, Queried const& queried);

}  // namespace studylab::grade
