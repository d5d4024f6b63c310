#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

namespace kinds {

// The host's allocations at the request, and those that were started for them.
struct Replacement {
  HostId host;
  std::vector<AllocationId> left;    // not placed yet, ascending
  std::vector<AllocationId> placed;  // ascending
};

// An allocation that leaves its host.
struct Leaving {
  AllocationId allocation;
  std::optional<SessionsDrained> sessions;  // none: not reported yet
  EntryId entry;                            // of that report
  std::uint32_t resumed = 0;                // of the stored ones, elsewhere
  EntryId resumed_entry;
};

struct Drain {
  HostId host;
  Instant deadline{};
  std::vector<Leaving> leaving;  // ascending
};

struct Rebuild {
  HostId host;
  std::optional<HostRebuilt> rebuilt;  // none: not reported yet
  EntryId rebuilt_entry;
};

}  // namespace kinds

struct DrainPolicy {
  DrainPolicyDeclared declared;
  EntryId entry;
};
struct SessionAges {
  SessionAgesRecorded recorded;
  EntryId entry;
};

struct Upgrades {
  std::map<EnvironmentName, DrainPolicy> drain_policies;
  std::map<AllocationId, SessionAges> session_ages;
  std::map<AllocationId, AllocationId> replaced_by;  // the latest
  std::optional<HostMaintenancePlanned> maintenance;
  EntryId maintenance_entry;
};

}  // namespace studylab::control
