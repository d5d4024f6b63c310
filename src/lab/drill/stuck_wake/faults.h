#pragma once

#include "lab/drill/fault.h"
#include "lab/drill/setup.h"
#include "lab/drill/stuck_wake/incident.h"

// What a variant changes: field values of the initial state, and what happens in the world. Never a
// name or the number of objects.
namespace studylab::drill::stuck_wake {

struct Injection {
  Incident const& incident;
  DrawnTopology const& topology;
  Instant stampede_at{};  // soon after the alert
  Seed const& seed;
};

// The fact in which the fault becomes visible, soon after the alert.
enum class Witness : std::uint8_t {
  alert,     // IncidentOpened itself
  probed,    // the monitor found an artifact, a secret or a binding of the environment not usable
  waits,     // the program of an attempt runs, and its probe has not passed
  unplaced,  // an attempt of its wake found no slot
};

struct WakeFault : Fault {
  // Adds to `run.plan`, and to `run.faults` what was injected.
  virtual void put_into(Injection const& into, DrawnRun& run) const = 0;
  virtual Witness witness() const = 0;
};

// The store has lost the artifact of the route's owner, or has other bytes under its digest.
extern FaultKind const artifact_lost;
// The secret of a binding that only this release needs is missing, or has expired.
extern FaultKind const secret_unusable;
// A binding that every release needs points to nothing.
extern FaultKind const binding_unresolved;
// The release starts, and its readiness probe fails.
extern FaultKind const probe_fails;
// No host that takes allocations has a free slot.
extern FaultKind const slots_taken;
// Nothing is broken: far more requests arrive at once than the gate holds.
extern FaultKind const stampede;
// Nothing is broken: the gate is full before the environment is hot, for a moment.
extern FaultKind const slow_wake;

}  // namespace studylab::drill::stuck_wake
