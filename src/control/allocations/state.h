#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct Allocation {
  AllocationId id;
  EnvironmentName environment;
  ReleaseId release;
  Digest digest;
  HostId host;
  OperationId operation;
  Attempt attempt{1};
  AllocationStage stage = AllocationStage::planned;
  Instant stage_since{};
  std::optional<Digest> running;  // as the runner reports it
  std::uint16_t probe_status = 0;
  std::uint32_t sessions = 0;
  std::uint32_t sessions_resumed = 0;
  std::uint32_t sessions_fresh = 0;
  AllocationStage failed_at = AllocationStage::planned;
  std::string reason;
  Instant drain_deadline{};
  EntryId entry;        // planned, or recorded at the start of the run
  EntryId stage_entry;  // latest
};

namespace kinds {

struct Restart {
  std::vector<AllocationId> left;  // those left to restart, in order
};

}  // namespace kinds

struct Allocations {
  std::map<AllocationId, Allocation> allocations;
  // Those that have neither stopped nor failed, by environment and release; ascending.
  std::map<std::pair<EnvironmentName, ReleaseId>, std::vector<AllocationId>> live_allocations;
  std::vector<AllocationId> moving_allocations;  // planned to readiness, or draining; ascending
};

}  // namespace studylab::control
