#include "lab/drill/symptoms.h"

#include "lab/drill/topology.h"

namespace studylab::drill {
namespace {

InitialFact gap_alarm(DrawnEnvironment const& incident) {
  return GapAlarmDeclared{incident.partition, incident.name};
}

InitialFact dependency_alarm(DrawnEnvironment const& incident) {
  return DependencyAlarmDeclared{incident.name};
}

}  // namespace

constexpr SymptomKind edge_gap{"edge-gap", 1, gap_alarm};

constexpr SymptomKind dependency_errors{"dependency-errors", 60, dependency_alarm};

}  // namespace studylab::drill
