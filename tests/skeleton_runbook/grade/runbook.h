#pragma once

#include "lab/grade/runbook.h"

// A runbook of the tests alone, with one piece of each kind: shows what a further runbook adds.
namespace studylab::grade::skeleton {

// The incident's edge has a gap. Carrier: EdgeGapSeen of it.
extern Clue const edge_in_gap;
// EdgeResumed at the incident's edge.
extern AcceptedRepair const gap_closed;
// The incident's edge queried before the first repair.
extern RequiredFact const edge_queried;

extern RunbookGrading const runbook;

}  // namespace studylab::grade::skeleton
