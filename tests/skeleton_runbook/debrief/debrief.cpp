#include "skeleton_runbook/debrief/debrief.h"

namespace studylab::debrief::skeleton {
namespace {

constexpr FaultWords faults[] = {{"table-edited", "the table of ", " was edited by hand"}};
constexpr RepairWords repairs[] = {{"gap-closed", "the edge has a new baseline"}};

}  // namespace

constexpr RunbookDebrief debrief{
    .runbook = "route-gap",
    .faults = faults,
    .repairs = repairs,
    .symptom_query = "show incident",
    .repaired_query = "show edge EDGE",
    .prohibitions = {},
};

}  // namespace studylab::debrief::skeleton
