#pragma once

#include <cstddef>
#include <string>

#include "edge/journal.h"

namespace studylab::edge {

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
