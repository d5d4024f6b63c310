#include "world/sim/snapshot_services.h"

#include <algorithm>
#include <utility>

namespace studylab::world::sim {
namespace {

// A replayed snapshot was issued this long before the run.
constexpr Duration before_the_run = std::chrono::minutes{1};

// Signs as a control plane that has this key.
class KeySigner final : public exec::Signer {
 public:
  KeySigner(SimSigner const& keys, std::string key_id) : keys_(keys), key_id_(std::move(key_id)) {}
  std::string const& key_id() const override { return key_id_; }
  Signature sign(std::string const& bytes) const override {
    return keys_.sign_with(key_id_, bytes);
  }

 private:
  SimSigner const& keys_;
  std::string key_id_;
};

}  // namespace

void SnapshotServices::change(SnapshotServiceChange const& change) {
  changed_[change.control] = change;
  if (change.serves == SnapshotService::forged) {
    context_.intrusions.add({change.control, change.key_id});
  }
}

std::optional<std::string> SnapshotServices::answer(std::string const& control,
                                                    PartitionId partition, Duration ahead) {
  auto const found = changed_.find(control);
  auto const change = found == changed_.end() ? SnapshotServiceChange{control} : found->second;
  bool const forged =
      change.serves == SnapshotService::forged && !context_.intrusions.ended(control);
  auto snapshot = [&] {
    switch (change.serves) {
      case SnapshotService::genuine:
      case SnapshotService::unavailable: break;
      case SnapshotService::stale: return stale(partition, change.behind);
      case SnapshotService::forged:
        return forged ? this->forged(partition, change) : genuine(partition);
      case SnapshotService::truncated: return truncated(partition);
      case SnapshotService::replayed: return replayed(partition);
      case SnapshotService::other_partition: return other_partition(partition);
    }
    return genuine(partition);
  }();
  if (change.serves == SnapshotService::unavailable) return std::nullopt;
  // By the clock of the edge that reads it.
  snapshot.issued_at -= ahead;
  snapshot.expires_at -= ahead;
  exec::sign(snapshot, KeySigner{context_.signer, forged ? change.key_id : key_of(control)});
  return encoded(snapshot);
}

std::string SnapshotServices::key_of(std::string const& control) const {
  if (context_.intrusions.ended(control)) return issued_key(control);
  for (auto const& plane : state_.control_planes) {
    if (plane.name == control) return plane.key_id;
  }
  return context_.signer.key_id();
}

Snapshot SnapshotServices::genuine(PartitionId partition) const {
  return events_.snapshot(partition, context_.now());
}

Snapshot SnapshotServices::stale(PartitionId id, std::uint32_t behind) {
  auto const& partition = state_.partitions.at(id);
  auto const last = partition.last.value();
  return events_.snapshot_at(id, RouteSequence{last > behind ? last - behind : 1});
}

Snapshot SnapshotServices::forged(PartitionId partition,
                                  SnapshotServiceChange const& change) const {
  auto snapshot = genuine(partition);
  for (auto& owner : snapshot.owners) {
    if (change.forged && owner.route == change.forged->route) owner = *change.forged;
  }
  snapshot.checksum = table_checksum(snapshot.owners);
  return snapshot;
}

Snapshot SnapshotServices::truncated(PartitionId partition) const {
  auto snapshot = genuine(partition);
  if (!snapshot.owners.empty()) snapshot.owners.pop_back();
  return snapshot;
}

Snapshot SnapshotServices::replayed(PartitionId partition) const {
  auto snapshot = genuine(partition);
  snapshot.issued_at = context_.plan.began - before_the_run;
  return snapshot;
}

Snapshot SnapshotServices::other_partition(PartitionId partition) const {
  auto const& partitions = state_.partitions;
  auto other = partitions.upper_bound(partition);
  if (other == partitions.end()) other = partitions.begin();
  if (other->first != partition) return genuine(other->first);
  auto snapshot = genuine(partition);
  snapshot.partition = PartitionId{partition.number + 1};
  return snapshot;
}

}  // namespace studylab::world::sim
