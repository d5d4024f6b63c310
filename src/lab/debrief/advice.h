#pragma once

#include <string>

#include "lab/debrief/debrief.h"

namespace studylab::debrief {

// The names that a run's incident is about, as they are typed.
struct IncidentNames {
  std::string environment = "ENV";
  std::string route = "ROUTE";
  std::string operation = "OP";
  std::string database = "DB";
};
IncidentNames incident_names(Debrief const& debrief);

// Why these points were lost, with the run's own names in the commands.
std::string why_lost(grade::Deduction const& deduction, Debrief const& debrief);
// What to do next time in place of what lost these points: one imperative sentence without its full
// stop, with the commands as they would have been typed in this run.
std::string advice(grade::Deduction const& deduction, Debrief const& debrief);
// What to do next time so that this condition of passing is met.
std::string advice(grade::UnmetCondition const& unmet, Debrief const& debrief);

}  // namespace studylab::debrief
