#pragma once

#include <vector>

#include "lab/drill/incident.h"
#include "lab/drill/topology.h"
#include "model/initial_facts.h"

namespace studylab::drill {

// Gives releases and operations their numbers, over the whole platform in the order of their time,
// so that a number tells no more than when. The first release number that nothing has.
ReleaseId give_ids(DrawnTopology& topology);

// One fact a noun, in an order in which each names only what stands before it.
std::vector<InitialFact> initial_facts(DrawnTopology const& topology, Drill const& drill,
                                       Seed const& seed, Instant began);

}  // namespace studylab::drill
