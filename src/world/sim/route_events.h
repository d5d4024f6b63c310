#pragma once

#include <map>

#include "control/state.h"
#include "evidence/chain.h"
#include "model/messages.h"
#include "model/owner_table.h"
#include "world/sim/sim_signer.h"

namespace studylab::sim {

// How long a snapshot may be used.
inline constexpr Duration snapshot_lifetime = std::chrono::minutes{5};

// The control plane's part of the route log: each route event is made of its ledger entry and the
// table that the entries before it leave; made again, it has the same bytes. The ledger is the
// truth, so there is no outbox to keep.
class RouteEvents {
 public:
  RouteEvents(evidence::Chain const& chain, control::State const& state, SimSigner const& signer)
      : chain_(chain), state_(state), signer_(signer) {}

  // The event of `sequence`, which the ledger has.
  RouteEvent event(PartitionId partition, RouteSequence sequence);
  // The partition's whole table as of now, signed.
  Snapshot snapshot(PartitionId partition, Instant now) const;
  // Who owned the route once the partition's events up to `applied` were in; none: nobody yet.
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
  SimSigner const& signer_;
  std::map<PartitionId, Table> tables_;
};

}  // namespace studylab::sim
