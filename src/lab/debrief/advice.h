#pragma once

#include <string>

#include "lab/debrief/debrief.h"

namespace studylab::debrief {

// The names in a run's incident, as an operator types them.
struct IncidentNames {
  std::string environment = "ENV";
  std::string route = "ROUTE";
  std::string operation = "OP";
  std::string edge = "EDGE";
  std::string database = "DB";
  std::string host = "HOST";
  std::string provider = "PROVIDER";  // that failed
  std::string region = "REGION";      // of the replica of the database
  std::string binding = "BINDING";    // whose credential was rejected
};
IncidentNames incident_names(Debrief const& debrief);

// Why these points were lost, with the run's own names in the commands.
std::string why_lost(grade::Deduction const& deduction, Debrief const& debrief);
// How to avoid losing these points next time: one imperative sentence without a full stop, with the
// commands as the operator would have typed them in this run.
std::string advice(grade::Deduction const& deduction, Debrief const& debrief);
// How to meet this condition of passing next time.
std::string advice(grade::UnmetCondition const& unmet, Debrief const& debrief);

}  // namespace studylab::debrief
