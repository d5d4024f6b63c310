#pragma once

#include <span>
#include <string>
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

// --- the route log ---

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

// --- snapshots ---

// The largest snapshot that an edge reads: 128 MiB, which is over a million routes of one
// partition. A larger one counts as truncated.
inline constexpr std::size_t max_snapshot_size = 128U << 20;

struct ReadSnapshot {
  enum class Complete : std::uint8_t { no, yes } complete = Complete::no;
  Snapshot snapshot;  // if incomplete: the fields before the first unreadable one
};
ReadSnapshot read_snapshot(std::string const& bytes);

// Checks a snapshot, each step before anything is kept, in this order:
//   size, and that it decodes as a snapshot .......................... truncated
//   signature ........................................................ forged
//   checksum, recomputed over the table; owners ascending ............. truncated
//   partition ........................................................ other_partition
//   baseline epoch and sequence not below the highest seen or applied . stale
//   issue time not before the last accepted one's ..................... replayed
//   expiry ........................................................... stale
struct CheckedSnapshot {
  SnapshotVerdict verdict = SnapshotVerdict::unverified;
  Snapshot snapshot;  // without its owners; empty if the bytes are not a snapshot
  OwnerTable table;   // its owners, if the verdict is good
};
CheckedSnapshot check_snapshot(PartitionJournal const& partition, ReadSnapshot read, Instant now,
                               Verifier const& verifier);
}  // namespace studylab::edge
