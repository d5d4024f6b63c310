#include "lab/drill/symptoms.h"

#include "lab/drill/topology.h"

namespace studylab::drill {
namespace {

InitialFact gap_alarm(DrawnEnvironment const& incident) {
  return GapAlarmDeclared{incident.partition, incident.name};
}

}  // namespace

constexpr SymptomKind edge_gap{"edge-gap", 1, gap_alarm};

}  // namespace studylab::drill
