#pragma once

#include "lab/drill/fault.h"
#include "lab/drill/route_gap/incident.h"
#include "lab/drill/setup.h"

// What a variant changes in the world. Never a name or the number of objects.
namespace studylab::drill::route_gap {

struct GapFault : Fault {
  // Adds to `run.plan`, to `run.faults` what was injected, and the witness.
  virtual void put_into_world(Incident const& incident, Seed const& seed, DrawnRun& run) const = 0;
};

// One event is lost on its way to the edge. The leading control plane's snapshot service answers
// again only after the edge has given up its own repair.
extern FaultKind const lost_event;
// The same, and the edge restarts while it has the gap.
extern FaultKind const lost_event_and_restart;
// The same, and the processes of the route's owner end.
extern FaultKind const lost_event_and_exits;
// One event is lost, and for a while the snapshot service serves a table from before it.
extern FaultKind const stale_snapshots;
// One event is lost, and the snapshot service signs with a key that no edge knows.
extern FaultKind const forged_snapshots;
// Both events reach the edge. Its table is edited with its own key.
extern FaultKind const edited_table;
// One event is lost, and the edge repairs the gap itself.
extern FaultKind const healed_gap;

}  // namespace studylab::drill::route_gap
