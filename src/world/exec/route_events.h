#pragma once

#include <map>

#include "control/state.h"
#include "evidence/chain.h"
#include "model/messages.h"
#include "model/owner_table.h"
#include "world/exec/signer.h"

namespace studylab::world::exec {

// How long a snapshot is valid.
inline constexpr Duration snapshot_lifetime = std::chrono::minutes{5};

// Makes route events and snapshots for the control plane. An event follows from its ledger entry
// and the table before it, so creating it again gives the same bytes, and an outbox is not needed.
class RouteEvents {
 public:
  RouteEvents(evidence::Chain const& chain, control::State const& state, Signer const& signer)
      : chain_(chain), state_(state), signer_(signer) {}

  // The event of `sequence`, which must be in the ledger.
  RouteEvent event(PartitionId partition, RouteSequence sequence);
  // The partition's whole table as of now, signed.
  Snapshot snapshot(PartitionId partition, Instant now) const;
  // The table after its first `upto` events, as it was issued then; not signed.
  Snapshot snapshot_at(PartitionId partition, RouteSequence upto);
  // The route's owner after the partition's events up to `applied`; none: it had no owner yet.
  ReleaseId owner_at(PartitionId partition, RouteSequence applied, RouteKey const& route) const;

 private:
  // The table of a partition after its first `upto` events.
  struct Table {
    RouteSequence upto;
    OwnerTable owners;
  };
  Table const& table_at(control::Partition const& partition, RouteSequence upto);

  evidence::Chain const& chain_;
  control::State const& state_;
  Signer const& signer_;
  std::map<PartitionId, Table> tables_;
};

}  // namespace studylab::world::exec
