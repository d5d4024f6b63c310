#pragma once

#include <vector>

#include "lab/grade/facts/repairs.h"
#include "lab/grade/pieces.h"

// The subject of processes: whether the allocations of the incident's owner run.
namespace studylab::grade {

// One allocation of the release that owned the incident's route at the alert.
struct ProcessSeen {
  AllocationId allocation;
  enum class State : std::uint8_t { starting, ready, ended, gone } state = State::starting;
};

struct Processes {
  std::vector<ProcessSeen> all;
  EntryId ready_since;  // the latest AllocationReady of one
};

void see_process_fact(Run& run, FactEntry const& entry);

// Of those that have not been drained, whether all are ready; false if there is none.
bool owner_is_ready(Run const& run);
// Whether the owner of the alert owns the route without a ready allocation: the symptom of a gap.
bool owner_is_down(Run const& run);
// Whether the process of one, or of this allocation, has ended.
bool has_ended_process(Run const& run, AllocationId allocation);

// Every allocation of the owner is ready. Carrier: an entry that says so of one of them.
extern Clue const owner_ready;

// The process of every allocation of the owner has ended. Carrier: AllocationFailed of one.
extern Clue const owner_down;

}  // namespace studylab::grade
