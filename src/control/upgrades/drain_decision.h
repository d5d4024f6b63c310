#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "control/allocations/continuity.h"
#include "control/control.h"

// Whether a host may be drained now: one pure function, which returns its reasons.
namespace studylab::control {

// Of the allocation's sessions, before their clients or a deadline end them: resume, or
// drain_in_place.
Continuity continuity_of(State const& state, Allocation const& allocation);

// The minimum deadline that the environment's declared drain time allows; zero: none is declared.
Duration min_drain_time(State const& state, EnvironmentName const& environment);
// The same of all environments that have sessions on the host.
Duration min_deadline(State const& state, HostId host);

// The host's allocations that hold a slot, ascending.
std::vector<AllocationId> allocations_on(State const& state, HostId host);
// The host's allocations that a replacement would start again: those that hold a slot, and those of
// the route's owner whose process has ended; without those that have a replacement.
std::vector<AllocationId> to_replace(State const& state, HostId host);
// Free slots of the hosts, other than this one, that may be placed on.
std::uint32_t free_elsewhere(State const& state, HostId host);

struct QuorumWithout {
  EnvironmentName environment;
  std::uint32_t ready = 0;   // allocations of the route's owner that stay and are ready
  std::uint32_t more = 0;    // replacements of the host's allocations that are not ready yet
  std::uint32_t quorum = 0;  // declared
  EntryId entry;             // of the environment
};
// Each environment with an allocation on the host, as a drain would leave it: without what is on
// the host and without what leaves by open drains.
std::vector<QuorumWithout> quorum_without(State const& state, HostId host);

struct DrainReason {
  RefusalCode code = RefusalCode::below_quorum;
  std::string why;
  std::string right;
  EntryId entry;  // the fact it depends on
};
// The reasons not to drain the host with this deadline, the first one first; empty: it may be
// drained.
std::vector<DrainReason> reasons_not_to_drain(State const& state, HostId host, Duration deadline);

}  // namespace studylab::control
