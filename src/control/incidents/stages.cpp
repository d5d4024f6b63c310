#include "control/incidents/stages.h"

#include "model/enum_names.h"

namespace studylab::control {

std::string_view to_text(IncidentStage stage) {
  return word_of(stage, Words<5>{"none", "opened", "classified", "closed", "handed_over"});
}

std::string_view to_text(IncidentEvent event) {
  return word_of(event, Words<5>{"opened", "classified", "impact stated", "closed", "handed over"});
}

std::optional<IncidentStage> next_stage(Incidents const& incidents, IncidentEvent event) {
  auto const stage = incidents.incident ? incidents.incident->stage : IncidentStage::none;
  return next_stage(std::span<IncidentTransition const>{incident_stages}, stage, event);
}

}  // namespace studylab::control
