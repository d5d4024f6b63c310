#pragma once

#include "lab/operators/expert_options.h"

// The parts that only the expert of route gap can leave out.
namespace studylab::lab::route_gap {

inline constexpr Part edge_query{"edge-query"};
inline constexpr Part allocations_query{"allocations-query"};
inline constexpr Part verification{"verification"};
inline constexpr Part escalation{"escalation"};
inline constexpr Part restart{"restart"};
inline constexpr Part note{"note"};

}  // namespace studylab::lab::route_gap
