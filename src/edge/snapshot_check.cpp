#include "edge/snapshot_check.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/planted.h"

namespace studylab::edge {
namespace {

// Whether a genuine snapshot with a correct table can be a baseline of this partition now.
SnapshotVerdict judge(PartitionJournal const& partition, Snapshot const& snapshot, Instant now) {
  if (snapshot.partition != partition.partition) return SnapshotVerdict::other_partition;
  if (planted(Guard::rg2)) return SnapshotVerdict::good;
  auto const place = std::pair{snapshot.baseline, snapshot.sequence};
  if (place < std::pair{partition.seen_baseline, partition.seen} ||
      place < std::pair{partition.baseline, partition.applied}) {
    return SnapshotVerdict::stale;
  }
  if (snapshot.issued_at < partition.issued_at) return SnapshotVerdict::replayed;
  if (snapshot.expires_at <= now) return SnapshotVerdict::stale;
  return SnapshotVerdict::good;
}

}  // namespace

ReadSnapshot read_snapshot(std::string const& bytes) {
  ReadSnapshot read;
  if (bytes.size() > max_snapshot_size) return read;
  Decoder decoder{as_bytes(bytes)};
  decoder.take(read.snapshot);
  if (decoder.done()) read.complete = ReadSnapshot::Complete::yes;
  return read;
}

CheckedSnapshot check_snapshot(PartitionJournal const& partition, ReadSnapshot read, Instant now,
                               Verifier const& verifier) {
  CheckedSnapshot checked;
  checked.verdict = SnapshotVerdict::truncated;
  if (read.complete == ReadSnapshot::Complete::no) return checked;
  checked.snapshot = std::move(read.snapshot);
  auto& snapshot = checked.snapshot;
  if (!planted(Guard::rg2) &&
      !verifier.verifies(snapshot.key_id, signed_bytes(snapshot), snapshot.signature)) {
    checked.verdict = SnapshotVerdict::forged;
    return checked;
  }
  bool const ascending = std::ranges::adjacent_find(snapshot.owners, std::greater_equal{},
                                                    &OwnerView::route) == snapshot.owners.end();
  if (!ascending) return checked;
  checked.table = OwnerTable{std::exchange(snapshot.owners, {})};
  if (planted(Guard::rg3) || checked.table.checksum() == snapshot.checksum) {
    checked.verdict = judge(partition, snapshot, now);
  }
  return checked;
}

}  // namespace studylab::edge
