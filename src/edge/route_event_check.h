#pragma once

#include <span>
#include <vector>

#include "edge/journal.h"

namespace studylab::edge {

// What one partition's replica accepts. Its state is in two places that change independently:
//
//   PartitionJournal::gap     why the table cannot be trusted, or `none`. A partition starts with
//                             `no_baseline`. Only a new baseline clears it.
//   PartitionMemory::repair   how far a new baseline is: Idle, Fetching, Fetched, Resuming or
//                             BackingOff.
//
// A partition without a gap can be repaired too, and serves requests meanwhile. A partition in a
// gap answers by the environment's gap policy until the new baseline is live.

// The outcome of an event: `applied` for sequence n + 1 of the baseline's epoch, with the table's
// checksum and a valid signature; otherwise the kind of gap, or the reason to ignore it.
Outcome judge_event(PartitionJournal const& partition, RouteEvent const& event,
                    Verifier const& verifier);

// The most events of one replay.
inline constexpr std::size_t max_replay = 256;
// The table after each of these events, if they continue the partition's table without a break and
// the signature of the last one covers the checksum before it: then it vouches for all of them.
// Otherwise empty.
std::vector<OwnerTable> vouched_tables(PartitionJournal const& partition,
                                       std::span<RouteEvent const> events,
                                       Verifier const& verifier);

}  // namespace studylab::edge
