#pragma once

#include <array>
#include <string_view>

#include "control/incidents/state.h"
#include "control/transitions.h"

namespace studylab::control {

std::string_view to_text(IncidentStage stage);

enum class IncidentEvent : std::uint8_t { opened, classified, impact_stated, closed };
std::string_view to_text(IncidentEvent event);

using IncidentTransition = Transition<IncidentStage, IncidentEvent>;

inline constexpr std::array incident_stages{
    IncidentTransition{IncidentStage::none, IncidentEvent::opened, IncidentStage::open},
    IncidentTransition{IncidentStage::open, IncidentEvent::classified, IncidentStage::open},
    IncidentTransition{IncidentStage::open, IncidentEvent::impact_stated, IncidentStage::open},
    IncidentTransition{IncidentStage::open, IncidentEvent::closed, IncidentStage::closed},
};

// Of the platform's incident.
std::optional<IncidentStage> next_stage(Incidents const& incidents, IncidentEvent event);
inline bool accepts(Incidents const& incidents, IncidentEvent event) {
  return next_stage(incidents, event).has_value();
}

}  // namespace studylab::control
