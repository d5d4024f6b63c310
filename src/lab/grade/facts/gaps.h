#pragma once

#include <vector>

#include "lab/grade/pieces.h"

// The subject of gaps: the gap that the incident's edge has in the incident's partition, what its
// table was then, the snapshots that it fetched, and its new baseline.
namespace studylab::grade {

struct SnapshotSeen {
  EntryId entry;  // SnapshotChecked
  SnapshotVerdict verdict = SnapshotVerdict::unverified;
  RouteSequence sequence;
};

struct Gaps {
  EntryId seen;  // EdgeGapSeen, the first; none: the edge reported none
  EdgeGapSeen const* gap = nullptr;
  EntryId started;    // the edge, before the gap: EdgeRegistered or EdgeStarted
  EntryId restarted;  // EdgeStarted since the gap
  EntryId fetched;    // the latest SnapshotFetched
  std::vector<SnapshotSeen> checks;
  EntryId verified;  // the latest check that found a good snapshot
  EntryId resumed;   // the latest EdgeResumed
  // The edge repaired the gap itself, before the operator had it repaired: EdgeResumed.
  EntryId healed;
};

// One entry of the chain, after the subjects of edges and repairs have taken it.
void see_gap_fact(Run& run, FactEntry const& entry);

// Whether the repair failed because the snapshot that it fetched was found bad.
bool used_bad_snapshot(Run const& run, RepairAct const& act);

// Whether the query prints the state of the incident's edge.
bool prints_edge(Run const& run, Queried const& queried);

// The incident's edge misses route events, and its table is the one that it had applied. Carrier:
// its view in a gap with equal checksums.
extern Clue const event_missing;

// The table of the incident's edge is another one than it had applied, and no event is missing.
// Carrier: its view with differing checksums.
extern Clue const table_differs;

// The edge has been up since before the gap. Carrier: EdgeRegistered or EdgeStarted of it.
extern Clue const up_since_before_gap;

// The edge has started since the gap. Carrier: that EdgeStarted.
extern Clue const restarted_in_gap;

// The edge has no gap any more, and a baseline newer than the alert that no command brought.
// Carrier: that EdgeResumed, or a later view of the edge.
extern Clue const gap_over;

}  // namespace studylab::grade
