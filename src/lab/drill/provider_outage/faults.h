#pragma once

#include <cstdint>

#include "lab/drill/fault.h"
#include "lab/drill/provider_outage/incident.h"
#include "lab/drill/setup.h"

// What a variant changes: field values of the initial state, and what happens in the world. Never a
// name or the number of objects.
namespace studylab::drill::provider_outage {

struct Injection {
  Incident const& incident;
  Times const& times;
  Seed const& seed;
};

// What the checks of the second region find.
enum class Proofs : std::uint8_t {
  drawn,        // any of the others, as the seed draws it
  none,         // no replica
  all,          // every proof, fresh
  one_missing,  // a replica, and one other proof missing or too old
};

struct OutageFault : Fault {
  // Adds to `run.plan`, and to `run.faults` what was injected; sets the witness.
  virtual void put_into(Injection const& into, DrawnRun& run) const = 0;
  virtual Proofs proofs() const { return Proofs::drawn; }
};

void prove_region(Proofs proofs, Injection const& into, DrawnRun& run);

// The provider of this kind fails; customers alone need it, and its database has no replica.
extern FaultKind const database_down;
extern FaultKind const object_store_down;
extern FaultKind const queue_down;
extern FaultKind const payment_down;
// The archive's provider fails, which the control plane needs too.
extern FaultKind const shared_database_down;
// The control plane's own queue fails.
extern FaultKind const job_queue_down;
// The database's provider fails, and there is a replica: every proof holds, or one does not.
extern FaultKind const database_down_with_replica;
extern FaultKind const database_down_unproven;
// A provider is well and rejects one credential.
extern FaultKind const credential_refused;
// Nothing is at fault: the errors of the alert were the app's own, and are over.
extern FaultKind const own_errors;

}  // namespace studylab::drill::provider_outage
