#include "edge/replica.h"

#include <algorithm>

#include "base/planted.h"

namespace studylab::edge {
namespace {

SnapshotVerdict judge(PartitionJournal const& partition, Snapshot const& snapshot, Instant now,
                      Verifier const& verifier) {
  if (!verifier.verifies(snapshot.key_id, signed_bytes(snapshot), snapshot.signature)) {
    return SnapshotVerdict::forged;
  }
  bool const ascending = std::ranges::adjacent_find(snapshot.owners, std::greater_equal{},
                                                    &OwnerView::route) == snapshot.owners.end();
  if (!ascending || table_checksum(snapshot.owners) != snapshot.checksum) {
    return SnapshotVerdict::truncated;
  }
  if (snapshot.partition != partition.partition) return SnapshotVerdict::other_partition;
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

Outcome judge_event(PartitionJournal const& partition, RouteEvent const& event,
                    Verifier const& verifier) {
  if (event.partition != partition.partition) return Outcome::other_partition;
  if (event.baseline < partition.baseline) return Outcome::older_epoch;
  if (event.baseline == partition.baseline && event.sequence <= partition.applied) {
    return Outcome::duplicate;
  }
  // From here on the event changes something, if only what is known to exist: so it must be
  // genuine.
  if (!verifier.verifies(event.key_id, signed_bytes(event), event.signature))
    return Outcome::forged;
  if (partition.gap != GapCause::none) return Outcome::in_gap;
  if (event.baseline != partition.baseline) return Outcome::other_baseline;
  if (!planted(Guard::rgn1)) {
    if (event.sequence != next(partition.applied)) return Outcome::missing_event;
    if (event.previous != partition.expected) return Outcome::checksum;
  }
  return Outcome::applied;
}

Hash checksum_with(PartitionJournal const& partition, RouteEvent const& event) {
  if (event.route.value().empty()) return partition.expected;
  auto owners = partition.owners;
  put_owner(owners, {event.route, event.release, event.epoch});
  return table_checksum(owners);
}

CheckedSnapshot check_snapshot(PartitionJournal const& partition, std::string const& bytes,
                               Instant now, Verifier const& verifier) {
  if (bytes.size() > max_snapshot_size) return {SnapshotVerdict::truncated, std::nullopt};
  auto snapshot = decoded<Snapshot>(as_bytes(bytes));
  if (!snapshot) return {SnapshotVerdict::truncated, std::nullopt};
  auto const verdict = judge(partition, *snapshot, now, verifier);
  return {verdict, std::move(snapshot)};
}

}  // namespace studylab::edge
