#pragma once

#include "lab/drill/fault.h"
#include "lab/drill/host_upgrade/incident.h"
#include "lab/drill/setup.h"

// What a variant changes: field values of the initial state, and what happens in the world. Never a
// name or the number of objects.
namespace studylab::drill::host_upgrade {

struct Injection {
  Incident const& incident;
  Times const& times;
  Seed const& seed;
};

// The fact in which the fault becomes visible.
enum class Witness : std::uint8_t {
  alert,   // what is at fault is recorded from the start
  exited,  // the process of the third allocation
};
// What the host runs when the run begins.
enum class Image : std::uint8_t { old, declared };

struct UpgradeFault : Fault {
  // Adds to `run.plan`, and to `run.faults` what was injected.
  virtual void put_into(Injection const& into, DrawnRun& run) const = 0;
  virtual Witness witness() const { return Witness::alert; }
  virtual Image image() const { return Image::old; }
};

// Nothing is at fault: the host runs an old image, and can be upgraded.
extern FaultKind const host_outdated;
// The other hosts have no free slot.
extern FaultKind const slots_short;
// They have none, no cordoned host can be returned, and the capacity team has none to bring.
extern FaultKind const no_slots_left;
// The process of another member of the environment ends soon after the alert.
extern FaultKind const member_exits;
// A file of the host was edited by hand.
extern FaultKind const host_drifts;
// Sessions that cannot resume are older than the minimum drain time, and stay until a deadline.
extern FaultKind const sessions_linger;
// The drain of another host stays open for some minutes.
extern FaultKind const drain_stays_open;
// Nothing is at fault: the host runs its declared image already.
extern FaultKind const host_current;

}  // namespace studylab::drill::host_upgrade
