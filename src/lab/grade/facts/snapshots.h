#pragma once

#include "lab/grade/pieces.h"

// The subject of snapshots: what the incident's edge found when it verified those that it fetched.
namespace studylab::grade {

// A snapshot of the incident's partition is good. Carrier: SnapshotChecked with that verdict.
extern Clue const snapshot_accepted;

// It ends before the sequence that the edge has seen. Carrier: SnapshotChecked `snapshot_stale`.
extern Clue const snapshot_stale;

// Its signature is by a key that no edge knows. Carrier: SnapshotChecked `snapshot_forged`.
extern Clue const snapshot_forged;

}  // namespace studylab::grade
