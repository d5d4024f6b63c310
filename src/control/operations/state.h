#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "control/allocations/state.h"
#include "control/databases/state.h"
#include "control/edges/state.h"
#include "control/failovers/state.h"
#include "control/jobs/state.h"
#include "control/keys.h"
#include "control/promotions/state.h"
#include "control/providers/state.h"
#include "control/releases/state.h"
#include "control/restores/state.h"
#include "control/upgrades/state.h"
#include "control/wakes/state.h"
#include "model/facts.h"

namespace studylab::control {

// Each kind's own fields are declared by its subject. In the order of OperationKind.
using AsKind =
    std::variant<kinds::Promotion, kinds::Rollback, kinds::Restart, kinds::EdgeRepair,
                 kinds::Migration, kinds::Build, kinds::Wake, kinds::Replacement, kinds::Drain,
                 kinds::Rebuild, kinds::Restore, kinds::Job, kinds::Failover, kinds::Rotation>;

struct Operation {
  OperationId id;
  EnvironmentName environment;  // empty: of an edge or a host
  Stage stage = Stage::requested;
  Attempt attempt{1};
  Instant requested_at{};
  Instant stage_since{};
  PersonName by;
  std::string because;
  std::string why;  // the stage's reason
  bool by_operator = false;
  EntryId entry;        // requested
  EntryId stage_entry;  // latest
  AsKind as;
};

OperationKind kind_of(Operation const& operation);
// Whether it is a promotion or a rollback.
bool changes_owner(Operation const& operation);
// Only of an operation that changes an owner.
OwnerChange const& owner_change(Operation const& operation);
OwnerChange& owner_change(Operation& operation);
// None for a kind that does not have one.
ReleaseId release_of(Operation const& operation);
EdgeId edge_of(Operation const& operation);
HostId host_of(Operation const& operation);
// Whether the platform, or the edge under repair, has stopped trying.
bool gave_up(Operation const& operation);

struct Operations {
  std::map<OperationId, Operation> operations;
  std::vector<OperationId> open_operations;  // not ended; ascending
};

}  // namespace studylab::control
