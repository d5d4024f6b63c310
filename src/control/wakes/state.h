#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

// One attempt of a wake. Its allocation states how it ended.
struct WakeAttempt {
  Attempt attempt{1};
  AllocationId allocation;  // none: no host could take it
  HostId host;
  Instant at{};
  EntryId entry;         // planned, or not placed
  std::string unplaced;  // why
  std::vector<StageSeen> stages;
  EntryId stages_entry;  // none: not reported yet
};

namespace kinds {

struct Wake {
  ReleaseId release;
  KeyEpoch expected_epoch;
  // A retry begins the wake again: with this attempt, and with a whole budget.
  Attempt first{1};
  Instant begun_at{};
  EntryId begun_entry;
  std::vector<WakeAttempt> attempts;  // of every begin, ascending
  EntryId proposed_entry;             // the latest NoticeProposed; none: none yet
  EntryId gave_up_entry;              // none: it has not given up since it began
};

}  // namespace kinds

// An environment that may sleep. It sleeps while its route's owner has no ready allocation.
struct Sleeper {
  SleepPolicyDeclared policy;
  EntryId entry;
  OperationId wake;  // the latest one; none: never woken
  // The wake that gave up, until an operator asks for one or an allocation is ready; none: none.
  OperationId gave_up;
  std::map<EdgeId, EntryRef> asked;  // the edges' latest reports that ask for a wake
  std::optional<Instant>
      last_refused;  // end of the latest report with a refused or expired request
  EntryId refused_entry;
  Duration refused_time{};  // union of the reports with a refused or expired request
  std::optional<Instant> refused_covered_until;
  std::map<EdgeId, std::uint32_t> users_hit;  // most distinct users in one observation
};

struct Wakes {
  std::map<EnvironmentName, Sleeper> sleepers;
};

}  // namespace studylab::control
