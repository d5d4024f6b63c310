#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lab/drill/incident.h"
#include "lab/drill/setup.h"
#include "lab/drill/topology.h"

// What a variant changes: field values of the initial state, and what happens in the world. Never a
// name or the number of objects.
namespace studylab::drill {

// The part in the initial state: the migration's kind, and whether earlier releases fit the schema
// that it leaves.
void put_into_initial(Fault const& fault, DrawnTopology& topology, IncidentParts& parts);

struct Injection {
  IncidentParts const& parts;
  Incident const& incident;
  DrawnTopology const& topology;
  Seed const& seed;
  ReleaseId fixed_id;  // for a release that an app owner supplies; reserved in every variant
};
// The part that happens during the run. Adds to `run.plan`, and to `run.faults` what was injected.
void put_into_world(Fault const& fault, Injection const& into, DrawnRun& run);

// The text with every `name` in it replaced by `value`.
std::string filled(std::string text, std::string_view name, std::string_view value);

}  // namespace studylab::drill
