#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "lab/grade/pieces.h"

// The subject of wakes: the attempts to make the incident's environment hot.
namespace studylab::grade {

enum class AttemptEnd : std::uint8_t { open, ready, failed, unplaced };

// One allocation of the incident's environment that the run saw planned, or an attempt of its wake
// for which no slot was found.
struct AttemptSeen {
  OperationId operation;
  Attempt attempt;
  AllocationId allocation;  // none: it was not placed
  ReleaseId release;
  EntryId began;
  EntryId ended;  // none: it is under way
  AttemptEnd end = AttemptEnd::open;
  AllocationStage stage = AllocationStage::planned;  // that failed
  std::string_view reason;                           // why it failed
};

struct Wakes {
  std::vector<AttemptSeen> attempts;                      // in their order
  std::vector<std::pair<AllocationId, ReleaseId>> ready;  // of the environment, at present
};

void record_allocation(Run& run, AllocationRecorded const& fact);
void plan_attempt(Run& run, FactEntry const& entry, AllocationPlanned const& fact);
void fail_placement(Run& run, FactEntry const& entry, WakePlacementFailed const& fact);
void end_attempt(Run& run, FactEntry const& entry, AllocationReady const& fact);
void end_attempt(Run& run, FactEntry const& entry, AllocationFailed const& fact);
void leave_allocation(Run& run, AllocationId allocation);
// An operator's command that joins the open wake costs nothing; it is not a repair.
void join_wake(Run& run, FactEntry const& entry, WakeJoined const& fact);

// Whether an allocation of the release that owns the incident's route is ready.
bool is_hot(Run const& run);
// Whether the operation is a wake of the incident's environment, by the alert or by an attempt.
bool is_wake(Run const& run, OperationId operation);
// The first entry after this one by which an allocation of the environment became ready; none: none
// did.
EntryId ready_after(Run const& run, EntryId entry);
// Where an attempt of the incident's wake failed, and what was seen there.
struct StageFailure {
  AllocationStage stage = AllocationStage::planned;  // planned: no host could take it
  std::string_view seen;
};
// The failure that the entry states: that of the allocation, of a stage in the runner's report, of
// the wake that went back for another attempt, or of the notice that it proposed. None: it states
// none.
std::optional<StageFailure> failure_in(Run const& run, FactEntry const& entry);

// No attempt of the incident's wake was placed. Carriers: WakePlacementFailed of it, and the notice
// that it proposed.
extern Clue const never_placed;
// The first attempt of the incident's wake got ready. Carriers: its AllocationReady, and the wake's
// StageReached.
extern Clue const hot_at_first_attempt;
// An allocation of the incident's environment is ready. Carriers: its AllocationReady, and the
// wake's StageReached.
extern Clue const allocation_ready;
// An attempt came as far as the readiness probe, and failed there. Carrier: every entry that states
// it.
extern Clue const probe_fails;

// The operation of the alert, and its attempts so far, queried before any log and before the first
// repair.
extern RequiredFact const wake_before_logs;

}  // namespace studylab::grade
