#pragma once

#include <optional>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

// What a promotion and a rollback have in common: they change the owner of an environment's route.
struct OwnerChange {
  ReleaseId release;
  KeyEpoch expected_epoch;           // of the owner that it may replace
  std::vector<AllocationId> placed;  // planned for it, in any attempt; ascending
  std::optional<PolicyChecked> policy;
  EntryId policy_entry;
  // Once it has moved the owner:
  ReleaseId replaced;              // the owner before
  OperationId replaced_operation;  // had made that one the owner
  RouteSequence sequence;
  std::optional<Instant> moved_at;
  EntryId moved_entry;
  bool draining = false;  // the allocations that it replaced are being drained
  bool gave_up = false;   // the platform has stopped asking the edges
};

namespace kinds {

struct Promotion : OwnerChange {
  ForwardFix forward_fix = ForwardFix::no;
  Instant not_before{};
  bool due = false;           // its scheduled time has come
  bool kept_waiting = false;  // left waiting when a freeze was lifted
};

struct Rollback : OwnerChange {};

}  // namespace kinds
}  // namespace studylab::control
