#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "lab/grade/pieces.h"

// The subject of upgrades: what was found on the incident's host, and what was done to it.
namespace studylab::grade {

// A drain of another host, which began before the run.
struct DrainSeen {
  OperationId operation;
  HostId host;
  EntryId recorded;
  EntryId ended;  // none: it is open
};

// The live sessions of one allocation that no store keeps, as old as they were before the run.
struct AgesSeen {
  AllocationId allocation;
  EntryId entry;
  std::uint32_t past_drain_time = 0;
};

// A check of the incident's host.
struct PostcheckSeen {
  EntryId entry;
  bool passed = false;
  bool declared_image = false;
  bool drift = false;
};

struct Upgrade {
  std::vector<PostcheckSeen> postchecks;  // of the host, since the alert
  // Of other hosts since the alert, in their order: whether they passed.
  std::vector<std::pair<HostId, bool>> others;
  EntryId drift_ordered_by;          // the order of the latest check that found drift
  std::vector<EntryId> drift;        // HostDriftFound
  std::vector<std::string> drifted;  // paths
  std::vector<DrainSeen> drains;     // of other hosts
  std::vector<AgesSeen> ages;        // of allocations of the incident's host
  // What was done to the host. None: not yet.
  EntryId begun;     // the first replacement, drain or rebuild since it was last in service
  EntryId replaced;  // a replacement ended well
  EntryId drained;
  EntryId rebuilt;
  bool rebuilt_well = false;  // the latest rebuild reported the declared image
  EntryId returned;           // in service again after it was rebuilt
  // The first escalation to the capacity team, and whether the operator knew by then that one of
  // the cordoned hosts can be returned, or that none can.
  EntryId asked;
  bool asked_knowing = false;
  std::uint32_t cut = 0;  // sessions that its drains cut at their deadline
  // Allocations that failed or stopped, and the host that they were on.
  std::vector<std::pair<AllocationId, HostId>> lost;
};

void record_drain(Run& run, FactEntry const& entry, OperationRecorded const& fact);
void end_drain(Run& run, FactEntry const& entry, StageReached const& fact);
void see_ages(Run& run, FactEntry const& entry, SessionAgesRecorded const& fact);
void see_postcheck(Run& run, FactEntry const& entry, HostPostchecked const& fact);
void see_drift(Run& run, FactEntry const& entry, HostDriftFound const& fact);
void record_drift(Run& run, FactEntry const& entry, DriftRecorded const& fact);
void see_rebuild(Run& run, FactEntry const& entry, HostRebuilt const& fact);
void count_cut(Run& run, SessionsDrained const& fact);
// The capacity team was asked for a host.
void ask_for_host(Run& run, EntryId at);
// A replacement, drain or rebuild of this host was requested.
void begin_on_host(Run& run, FactEntry const& entry, RepairAct& repair, HostId host);
// A host was uncordoned. `was_short`: slots were short before.
void return_host(Run& run, FactEntry const& entry, RepairAct& repair, bool was_short);

// The host that the incident is about; none: it is about none.
HostId incident_host(Run const& run);
// Remembers the host of an allocation that leaves it.
void note_lost(Run& run, AllocationId allocation);

bool is_of_host(RepairAct const& act);
// Whether the host that the incident is about was found as declared, and is in service.
bool is_upgraded(Run const& run);
// Whether the other hosts cannot take what the incident's host has; false: it is about no host.
bool is_short_of_slots(Run const& run);

// The first check found another image than the declared one, and nothing else that differs.
// Carrier: its HostPostchecked. The answer to the check shows it, as do queries of the host.
extern Clue const image_old;
// A check found drift. Carriers: HostDriftFound, and the check's HostPostchecked.
extern Clue const drift_found;
// The first check passed. Carrier: the HostPostchecked of one that passed.
extern Clue const image_declared;
// Quorum and slots suffice, once replacements are ready. Shown by a plan of the drain, or by the
// quorum of every environment and the host's headroom together.
extern Clue const drain_fits;
// The other hosts have too few slots. Shown by a check of the headroom, or by a plan of the drain
// or of the replacements.
extern Clue const headroom_short;
// The process of another allocation of the incident's environment has ended. Carrier:
// AllocationFailed. The quorum shows it too, and a plan of the drain.
extern Clue const member_down;
// A drain of another host, with allocations of the same environment, is open. Carrier: the
// operation. Queries that print who is draining show it too, and a plan of the drain.
extern Clue const other_drain_open;
// The drain of the other host has ended, and none is open. Carrier: the end of the operation.
extern Clue const no_other_drain;
// No session that would stay in place is older than the minimum drain time. Carriers: the recorded
// ages.
extern Clue const sessions_young;
// One is. Carriers: the recorded ages of its allocation.
extern Clue const sessions_old;

}  // namespace studylab::grade
