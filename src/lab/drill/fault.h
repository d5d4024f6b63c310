#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lab/drill/incident.h"
#include "lab/drill/setup.h"
#include "lab/drill/topology.h"

// What a variant changes: fields of what stands, and what happens in the world. Never a name or a
// number of things.
namespace studylab::drill {

// The part that lies in what stands before the run: the migration's kind, and whether earlier
// releases fit the schema that it leaves.
void put_into_initial(Fault const& fault, DrawnTopology& topology, IncidentParts& parts);

struct Injection {
  IncidentParts const& parts;
  Incident const& incident;
  DrawnTopology const& topology;
  Seed const& seed;
  ReleaseId fixed_id;  // for a release that an owner brings; reserved in every variant
};
// The part that happens. Adds to `run.setup` and says in `run.faults` what was put where.
void put_into_world(Fault const& fault, Injection const& into, DrawnRun& run);

// The text with every `name` in it replaced by `value`.
std::string filled(std::string text, std::string_view name, std::string_view value);

}  // namespace studylab::drill
