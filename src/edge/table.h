#pragma once

#include "edge/edge.h"

namespace studylab::edge {

// The serving table follows journal and declared routes; each of these changes only what its cause
// concerns, so that a row changed by a hand stays as it is until the audit has seen it.

// The partition's rows anew, from its journal. Where the journal's own owners do not have the
// checksum that it expects, no row has a verified owner.
void rebuild_partition(State& state, PartitionJournal const& partition);
// One applied event.
void set_row(State& state, PartitionJournal const& partition, EventApplied const& event);
// Gap marks, policies and environments of all rows; adds rows of declared routes that nobody owns
// yet.
void refresh_rows(State& state);

// The partition's rows as owners: what its checksum is recomputed over.
std::vector<OwnerView> served_owners(Table const& table, PartitionId partition);

}  // namespace studylab::edge
