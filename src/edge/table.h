#pragma once

#include "edge/edge.h"

namespace studylab::edge {

// The serving table follows the journal and the declared routes. Each function changes only what
// its cause concerns, so that a row edited by hand stays as it is until the audit has seen it.

// Serves the partition's journal as it is. If the journal's own table does not have the checksum
// that the journal expects, no row has a verified owner.
void rebuild_partition(State& state, PartitionJournal const& partition);
// One applied event, with the journal's table from before it.
void serve_event(State& state, PartitionJournal const& partition, EventApplied const& event,
                 OwnerTable const& before);
// Gap marks of all partitions.
void refresh_gaps(State& state);
// Environments and policies of all declared routes.
void refresh_routes(State& state);
// The operator's policy for one route.
void refresh_policy(State& state, PolicyOverride const& policy);

}  // namespace studylab::edge
