#pragma once

#include "lab/drill/bad_deploy/draw.h"
#include "lab/drill/bad_deploy/incident.h"
#include "lab/drill/fault.h"
#include "lab/drill/setup.h"
#include "lab/drill/topology.h"

// What a variant changes: field values of the initial state, and what happens in the world. Never a
// name or the number of objects.
namespace studylab::drill::bad_deploy {

struct Injection {
  IncidentParts const& parts;
  Incident const& incident;
  DrawnTopology const& topology;
  Seed const& seed;
  ReleaseId fixed_id;  // for a release that an app owner supplies; reserved in every variant
};

struct DeployFault : Fault {
  // The part in the initial state; nothing, if not overridden.
  virtual void put_into_initial(DrawnTopology& topology, IncidentParts& parts) const;
  // The part that happens during the run. Adds to `run.plan`, and to `run.faults` what was
  // injected.
  virtual void put_into_world(Injection const& into, DrawnRun& run) const = 0;
  virtual Witness witness() const = 0;
};

// The new release's program fails.
extern FaultKind const failing_release;
// The release's migration removes something that its program still uses; earlier releases no longer
// fit.
extern FaultKind const contracting_migration;
// The release's migration removes rows that every program needs; earlier releases no longer fit.
extern FaultKind const destructive_migration;
// A binding that only the new release needs disappears once its allocations are ready.
extern FaultKind const binding_gone;
// One edge's consumer of the route's partition delivers nothing from before the owner moves.
extern FaultKind const stalled_consumer;
// Nothing is broken: one edge has time-outs for a moment; in `elsewhere` parts of a thousand of the
// seeds another environment is over its threshold too.
extern FaultKind const passing_burst;

}  // namespace studylab::drill::bad_deploy
