#pragma once

#include <cstdint>
#include <vector>

#include "lab/grade/pieces.h"

// The subject of hosts: their slots, and which of them take allocations.
namespace studylab::grade {

struct HostSeen {
  HostId host;
  EntryId entry;
  std::uint32_t slots = 0;
  bool cordoned = false;
  bool was_cordoned = false;  // when the run began
  HoldId hold = {};           // of this run's cordon
};

struct Hosts {
  std::vector<HostSeen> all;
  std::vector<std::pair<AllocationId, HostId>> placed;  // that use a slot
};

void register_host(Run& run, FactEntry const& entry, HostRegistered const& fact);
void record_cordon(Run& run, HostCordonRecorded const& fact);
void cordon(Run& run, FactEntry const& entry, HostCordoned const& fact);
void uncordon(Run& run, FactEntry const& entry, HostUncordoned const& fact);
void bring_host(Run& run, FactEntry const& entry, HostBrought const& fact);
void place(Run& run, AllocationId allocation, HostId host);
void free_slot(Run& run, AllocationId allocation);

// Whether the host was cordoned when the run began, so that another cordon leaves it as it was.
bool was_cordoned(Run const& run, HostId host);
// Of the hosts that take allocations.
std::uint32_t free_slots(Run const& run);
// Whether the operator has uncordoned a host, and a slot is free.
bool has_returned_slot(Run const& run);
// Of those other than this one.
std::uint32_t free_slots_without(Run const& run, HostId host);

// No host that takes allocations has a free slot. Carrier: HostRegistered of one.
extern Clue const no_free_slot;

}  // namespace studylab::grade
