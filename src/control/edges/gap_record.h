#pragma once

#include <cstdint>

#include "control/control.h"

namespace studylab::control {

// The routes of a partition with the gap policies in force, ascending.
std::vector<AffectedRoute> affected_routes(State const& state, PartitionId partition);

}  // namespace studylab::control

namespace studylab::control::edges {

// The requests of a partition's routes that the edge refused because of a gap.
std::uint64_t refused_in(State const& state, RequestsObserved const& fact, PartitionId partition);

// The record of a gap that has ended, with the requests of `also`, which is not in the state yet.
EdgeGapRecorded record_of(State const& state, GapMark const& mark, RequestsObserved const* also);

}  // namespace studylab::control::edges
