#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct Operation {
  OperationId id;
  OperationKind kind = OperationKind::promotion;
  EnvironmentName environment;
  ReleaseId release;  // of a promotion or rollback
  EdgeId edge;
  std::vector<AllocationId> restarts;  // of a restart: those left to restart, in order
  std::vector<AllocationId> placed;    // planned for it, in any attempt; ascending
  ForwardFix forward_fix = ForwardFix::no;
  KeyEpoch expected_epoch;
  Stage stage = Stage::requested;
  Attempt attempt{1};
  Instant requested_at{};
  Instant stage_since{};
  Instant not_before{};
  PersonName by;
  std::string because;
  std::string why;  // the stage's reason
  std::optional<PolicyChecked> policy;
  ReleaseId replaced;              // the owner before it moved the route
  OperationId replaced_operation;  // the operation that had made it the owner
  RouteSequence sequence;
  std::optional<Instant> moved_at;  // when it moved the owner
  bool by_operator = false;
  bool due = false;           // its scheduled time has come
  bool kept_waiting = false;  // left waiting when a freeze was lifted
  bool draining = false;      // the allocations that it replaced are being drained
  bool gave_up = false;       // the platform has stopped asking the edges
  EntryId entry;              // requested
  EntryId stage_entry;        // latest
  EntryId policy_entry;
  EntryId moved_entry;
  EntryId resumed_entry;  // of an edge repair
};

struct Operations {
  std::map<OperationId, Operation> operations;
  std::vector<OperationId> open_operations;  // not ended; ascending
};

}  // namespace studylab::control
