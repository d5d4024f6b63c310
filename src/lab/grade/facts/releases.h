#pragma once

#include <utility>
#include <vector>

#include "lab/grade/pieces.h"

// The subject of releases and of the owner of the incident's route.
namespace studylab::grade {

struct ReleaseSeen {
  ReleaseRegistered const* registered = nullptr;
  EntryId entry;
  bool served = false;  // owned the route at some time before the alert
};

struct Releases {
  std::vector<ReleaseSeen> all;
  std::vector<std::pair<EntryId, ArtifactStored const*>> artifacts;
  std::vector<std::pair<EntryId, ReleaseId>> owners;  // of the incident's route, oldest first
};

void register_release(Run& run, FactEntry const& entry, ReleaseRegistered const& fact);
void record_owner(Run& run, FactEntry const& entry, RouteOwnerRecorded const& fact);
void move_owner(Run& run, FactEntry const& entry, RouteOwnerMoved const& fact);

// nullptr: not registered, or not stored.
ReleaseSeen const* find_release(Run const& run, ReleaseId id);
Manifest const* manifest_of(Run const& run, Digest const& digest);

// The owner of the incident's route by this entry; none: not known.
ReleaseId owner_at(Run const& run, EntryId at);

// The release, if it is one of the incident's environment with another artifact than the
// incident's; nullptr: it is not.
ReleaseSeen const* find_other_release(Run const& run, ReleaseId id);

// Whether the command makes a release of this kind the route owner, or is under way to it.
bool leads_to_owner(Run const& run, RepairAct const& act,
                    bool (*is_wanted)(Run const& run, ReleaseId owner));

// The route's owner is an earlier release of this environment's own history, moved there by an
// operation after the alert whose PolicyChecked is `compatible`; none of its services had symptoms.
extern AcceptedRepair const earlier_release_owns;

}  // namespace studylab::grade
