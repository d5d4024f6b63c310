#pragma once

#include <expected>
#include <string>

#include "edge/journal.h"

namespace studylab::edge {

// One partition's replica:
//
//   no_baseline ─▶ fetching ─▶ fetched ─▶ verified ─▶ live ⇄ gap ─▶ fetching …
//
// The gap's mark and the way to a new baseline are apart: a live partition may be repaired too, and
// it serves meanwhile; a partition in a gap answers by policy until the new baseline is live.

// --- the route log ---

// What the replica does with an event: `applied` for sequence n + 1 of the baseline's epoch, with
// the checksum that the table has and a signature that verifies; a gap or a name for anything
// else.
Outcome judge_event(PartitionJournal const& partition, RouteEvent const& event,
                    Verifier const& verifier);
// The table's checksum with the event in it.
Hash checksum_with(PartitionJournal const& partition, RouteEvent const& event);

// --- snapshots ---

// What is read of a snapshot at most: 128 MiB, over a million routes of one partition. More is
// cut off there and does not read.
inline constexpr std::size_t max_snapshot_size = 128U << 20;

// Reads a snapshot and checks it, each step before anything is kept, in this order:
//   size, and that it reads as one snapshot .......................... truncated
//   signature ........................................................ forged
//   checksum, recomputed over the table; owners ascending ............. truncated
//   partition ........................................................ other_partition
//   baseline epoch and sequence not below the highest seen or applied . stale
//   issue time not before the last accepted one's ..................... replayed
//   expiry ........................................................... stale
struct CheckedSnapshot {
  SnapshotVerdict verdict = SnapshotVerdict::unverified;
  // Where it reads as one; to be used only where the verdict is good.
  std::optional<Snapshot> snapshot;
};
CheckedSnapshot check_snapshot(PartitionJournal const& partition, std::string const& bytes,
                               Instant now, Verifier const& verifier);
}  // namespace studylab::edge
