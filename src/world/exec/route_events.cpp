#include "world/exec/route_events.h"

#include <utility>

#include "base/check.h"

namespace studylab::world::exec {
namespace {

// The change of an entry to its partition's table; no route: the entry opens the stream.
OwnerView change_of(Fact const& fact) {
  if (auto const* moved = fact_if<RouteOwnerMoved>(fact)) {
    return OwnerView{moved->route, moved->to, moved->epoch};
  }
  if (auto const* recorded = fact_if<RouteOwnerRecorded>(fact)) {
    return OwnerView{recorded->route, recorded->release, recorded->epoch};
  }
  STUDYLAB_CHECK(fact_if<PartitionOpened>(fact) != nullptr ||
                 fact_if<PartitionReopened>(fact) != nullptr);
  return OwnerView{};
}

EntryId entry_of(control::Partition const& partition, RouteSequence sequence) {
  STUDYLAB_CHECK(sequence.value() >= 1 && sequence.value() <= partition.events.size());
  return partition.events[sequence.value() - 1];
}

}  // namespace

RouteEvents::Table const& RouteEvents::table_at(control::Partition const& partition,
                                                RouteSequence upto) {
  auto& table = tables_[partition.partition];
  if (upto < table.upto) table = Table{};
  while (table.upto < upto) {
    table.upto = next(table.upto);
    auto change = change_of(chain_.entry(entry_of(partition, table.upto)).fact);
    if (!change.route.value().empty()) table.owners.put(std::move(change));
  }
  return table;
}

RouteEvent RouteEvents::event(PartitionId id, RouteSequence sequence) {
  auto const& partition = state_.partitions.at(id);
  auto const change = change_of(chain_.entry(entry_of(partition, sequence)).fact);
  RouteEvent event;
  event.partition = id;
  event.baseline = partition.baseline;
  event.sequence = sequence;
  event.route = change.route;
  event.release = change.release;
  event.epoch = change.epoch;
  event.previous = table_at(partition, RouteSequence{sequence.value() - 1}).owners.checksum();
  sign(event, signer_);
  return event;
}

Snapshot RouteEvents::snapshot(PartitionId id, Instant now) const {
  auto const& partition = state_.partitions.at(id);
  Snapshot snapshot;
  snapshot.partition = id;
  snapshot.baseline = partition.baseline;
  snapshot.sequence = partition.last;
  for (auto const& [route, owner] : state_.routes) {
    if (owner.partition == id) snapshot.owners.push_back({route, owner.release, owner.epoch});
  }
  snapshot.checksum = table_checksum(snapshot.owners);
  snapshot.issued_at = now;
  snapshot.expires_at = now + snapshot_lifetime;
  sign(snapshot, signer_);
  return snapshot;
}

Snapshot RouteEvents::snapshot_at(PartitionId id, RouteSequence upto) {
  auto const& partition = state_.partitions.at(id);
  auto const& table = table_at(partition, upto).owners;
  Snapshot snapshot;
  snapshot.partition = id;
  snapshot.baseline = partition.baseline;
  snapshot.sequence = upto;
  snapshot.owners = table.owners();
  snapshot.checksum = table.checksum();
  snapshot.issued_at = chain_.entry(entry_of(partition, upto)).at;
  snapshot.expires_at = snapshot.issued_at + snapshot_lifetime;
  return snapshot;
}

ReleaseId RouteEvents::owner_at(PartitionId id, RouteSequence applied,
                                RouteKey const& route) const {
  auto const owner = state_.routes.find(route);
  if (owner == state_.routes.end()) return ReleaseId{};
  if (owner->second.sequence <= applied) return owner->second.release;
  auto const& partition = state_.partitions.at(id);
  for (auto sequence = applied.value(); sequence >= 1; --sequence) {
    auto const change = change_of(chain_.entry(entry_of(partition, RouteSequence{sequence})).fact);
    if (change.route == route) return change.release;
  }
  return ReleaseId{};
}

}  // namespace studylab::world::exec
