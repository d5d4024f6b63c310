#pragma once

#include "lab/drill/bad_deploy/incident.h"
#include "lab/drill/setup.h"

namespace studylab::drill::bad_deploy {

// The fact in which the fault becomes visible.
enum class Witness : std::uint8_t {
  alert,                // IncidentOpened itself
  failed_answer,        // an answer of the incident's release that failed
  failed_binding,       // the same, because of the missing binding
  answer_at_old_owner,  // an edge found no endpoint for the release that owned the route before
};
bool witnesses(Witness witness, Incident const& incident, Fact const& fact);

struct DrawnPromotion : DrawnRun {
  Incident incident;
};

// See drill::draw.
DrawnPromotion draw_promotion(Drill const& drill, Seed const& seed, Variant const& variant,
                              Level level, Topology topology);

}  // namespace studylab::drill::bad_deploy
