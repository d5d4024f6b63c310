#pragma once

#include <array>
#include <string_view>

#include "control/incidents/state.h"
#include "control/transitions.h"

namespace studylab::control {

std::string_view to_text(IncidentStage stage);

enum class IncidentEvent : std::uint8_t { opened, classified, impact_stated, closed, handed_over };
std::string_view to_text(IncidentEvent event);

using IncidentTransition = Transition<IncidentStage, IncidentEvent>;

inline constexpr std::array incident_stages{
    IncidentTransition{IncidentStage::none, IncidentEvent::opened, IncidentStage::opened},
    IncidentTransition{IncidentStage::opened, IncidentEvent::impact_stated, IncidentStage::opened},
    IncidentTransition{IncidentStage::opened, IncidentEvent::classified, IncidentStage::classified},
    IncidentTransition{IncidentStage::opened, IncidentEvent::closed, IncidentStage::closed},
    IncidentTransition{IncidentStage::opened, IncidentEvent::handed_over,
                       IncidentStage::handed_over},
    IncidentTransition{IncidentStage::classified, IncidentEvent::classified,
                       IncidentStage::classified},
    IncidentTransition{IncidentStage::classified, IncidentEvent::impact_stated,
                       IncidentStage::classified},
    IncidentTransition{IncidentStage::classified, IncidentEvent::closed, IncidentStage::closed},
    IncidentTransition{IncidentStage::classified, IncidentEvent::handed_over,
                       IncidentStage::handed_over},
};

// Of the platform's incident.
std::optional<IncidentStage> next_stage(Incidents const& incidents, IncidentEvent event);
inline bool accepts(Incidents const& incidents, IncidentEvent event) {
  return next_stage(incidents, event).has_value();
}

}  // namespace studylab::control
