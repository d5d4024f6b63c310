#pragma once

#include <vector>

#include "lab/drill/times.h"
#include "lab/drill/topology.h"
#include "model/initial_facts.h"

namespace studylab::drill {

// Numbers releases and operations over the whole platform in the order of their time, so that a
// number reveals only the order. Returns the first unused release number.
ReleaseId give_ids(DrawnTopology& topology);

// One fact per object, ordered so that each refers only to earlier ones.
std::vector<InitialFact> initial_facts(DrawnTopology const& topology, Drill const& drill,
                                       Seed const& seed, Instant began);

}  // namespace studylab::drill
