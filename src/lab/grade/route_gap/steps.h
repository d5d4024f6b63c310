#pragma once

#include "lab/grade/pieces.h"

// The required facts of route gap alone, and what its evidence refers to.
namespace studylab::grade::route_gap {

// Queries printed the gap's age, the edge's keys and the gap policy, before any log and before the
// first repair.
extern RequiredFact const policy_keys_age;

// SnapshotFetched that the edge's new baseline comes from.
extern RequiredFact const snapshot_fetched;

// SnapshotChecked `good` before the edge resumed.
extern RequiredFact const snapshot_verified;

// EdgeResumed whose consumer had delivered exactly up to the snapshot's sequence.
extern RequiredFact const resumed_after_snapshot;

// A note or close refers to the gap, the accepted snapshot and the resumption.
extern RequiredFact const propagation_recorded;

// TeamEscalated{security} before the close.
extern RequiredFact const security_escalated;

extern EvidenceRef const gap_referred;
extern EvidenceRef const snapshot_referred;
extern EvidenceRef const resume_referred;

}  // namespace studylab::grade::route_gap
