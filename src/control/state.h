#pragma once

#include <optional>

#include "control/allocations/state.h"
#include "control/databases/state.h"
#include "control/edges/state.h"
#include "control/environments/state.h"
#include "control/failovers/state.h"
#include "control/gates/state.h"
#include "control/hosts/state.h"
#include "control/incidents/state.h"
#include "control/operations/state.h"
#include "control/people/state.h"
#include "control/providers/state.h"
#include "control/references/state.h"
#include "control/releases/state.h"
#include "control/reports/state.h"
#include "control/routes/state.h"
#include "control/upgrades/state.h"
#include "control/wakes/state.h"

// The control plane's state: a fold over the platform chain alone. Every value that a query prints
// is next to the entry it comes from. Each subject declares its own part.
namespace studylab::control {

struct State : Environments,
               Releases,
               Routes,
               Operations,
               Allocations,
               Hosts,
               Databases,
               Providers,
               Edges,
               Gates,
               People,
               Incidents,
               References,
               Reports,
               Wakes,
               Upgrades,
               Regions {
  std::optional<RunOpened> run;
  std::optional<RunEnding> ended;
  EntryId last_entry;
  Instant last_at{};
};

void evolve(State& state, FactEntry const& entry);

}  // namespace studylab::control
