#include "lab/debrief/bad_deploy/debrief.h"

namespace studylab::debrief::bad_deploy {
namespace {

constexpr FaultWords faults[] = {
    {"failing-release", "release ", " failed by itself"},
    {"contracting-migration", "migration ", " removed what the release's code still reads"},
    {"destructive-migration", "migration ", " removed rows that every release reads"},
    {"binding-gone", "binding ", " was gone"},
    {"stalled-consumer", "", " did not receive route changes"},
    {"passing-burst", "nothing was broken; a burst of errors ended by itself at ", ""},
};

constexpr RepairWords repairs[] = {
    {"nothing", "nothing needed a repair"},
    {"earlier-release-owns", "an earlier release owns the route again"},
    {"listed-fix-owns", "a listed fix owns the route"},
    {"brought-fix-owns", "a fix that the app owner supplied owns the route"},
    {"binding-answers", "the binding answers again"},
    {"edge-has-new-baseline", "the edge has a new baseline"},
    {"repaired-forward", "the rows were copied from a clone, and later writes were kept"},
    {"restored-by-pitr",
     "a point-in-time restore serves with a release that fits, and every consumer is settled"},
};

// The platform of this drill also has edges with gaps, allocations that start, and a database that
// can be restored.
constexpr std::string_view prohibitions[] = {"RGN1", "RGN2", "SWN3", "DRN1", "DRN2", "DRN3"};

}  // namespace

constexpr RunbookDebrief debrief{
    .runbook = "bad-deploy",
    .faults = faults,
    .repairs = repairs,
    .symptom_query = "show errors ENV",
    .repaired_query = "show route ROUTE --edges",
    .prohibitions = prohibitions,
};

}  // namespace studylab::debrief::bad_deploy
