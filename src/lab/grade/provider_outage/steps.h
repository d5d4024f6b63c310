#pragma once

#include "lab/grade/pieces.h"

namespace studylab::grade::provider_outage {

// PO1. The providers and the environment's bindings, before the first repair.
extern RequiredFact const provider_and_bindings;
// PO3. EnvironmentPaused of the incident's environment, before a migration or job of it failed, in
// force until the provider had recovered or the failover had ended.
extern RequiredFact const work_paused;
// PO4. A status for each environment that was bound to the failed provider, before it recovered,
// and resolved after that.
extern RequiredFact const owners_informed;
// PO5. The proofs of the other region, before the failover.
extern RequiredFact const proofs_first;

// Whether a status of the environment that names the failed provider was in force then.
bool is_informed(Run const& run, EnvironmentName const& environment, EntryId at);
// Whether the incident's environment was paused then.
bool is_paused(Run const& run, EntryId at);

}  // namespace studylab::grade::provider_outage
