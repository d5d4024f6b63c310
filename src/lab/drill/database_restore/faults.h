#pragma once

#include "lab/drill/database_restore/incident.h"
#include "lab/drill/fault.h"

namespace studylab::drill::database_restore {

// How a fault first shows.
enum class Witness : std::uint8_t { alert, damage };

struct Injection {
  Incident const& incident;
  Seed const& seed;
};

struct DataFault : Fault {
  // Before ids are given.
  virtual void put_into_initial(DrawnTopology&, IncidentParts const&) const {}
  virtual void put_into(Injection const& into, DrawnRun& run) const = 0;
  virtual Witness witness() const { return Witness::damage; }
};

// The owner's program writes some rows wrongly.
extern FaultKind const corrupting_release;
// A migration removed rows.
extern FaultKind const destructive_migration;
// A failover to a replica that was behind.
extern FaultKind const unclean_failover;
// A backup of another environment was restored over the data.
extern FaultKind const foreign_restore;
// A consumer's position was moved back, and it wrote its rows again.
extern FaultKind const replayed_events;
// The replica is behind; its check compared too early.
extern FaultKind const lagging_replica;

}  // namespace studylab::drill::database_restore
