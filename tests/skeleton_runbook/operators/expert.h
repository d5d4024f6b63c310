#pragma once

#include "lab/operators/runbook.h"

namespace studylab::lab::skeleton {

// The query of the incident's edge, which the class depends on.
inline constexpr Part edge_query{"edge-query"};

extern RunbookExpert const expert;

}  // namespace studylab::lab::skeleton
