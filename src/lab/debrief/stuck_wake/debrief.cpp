#include "lab/debrief/stuck_wake/debrief.h"

namespace studylab::debrief::stuck_wake {
namespace {

constexpr FaultWords faults[] = {
    {"artifact-lost", "the store had lost artifact ", ""},
    {"artifact-altered", "the store had other bytes under artifact ", ""},
    {"secret-missing", "the secret of ", " was missing"},
    {"secret-expired", "the secret of ", " had expired"},
    {"binding-unresolved", "binding ", " pointed to nothing"},
    {"probe-fails", "the readiness probe of ", " failed"},
    {"slots-taken", "no host had a free slot; ", " was cordoned, and healthy"},
    {"stampede", "nothing was broken; more requests arrived at once than the gates could hold for ",
     ", which was hot at the first attempt"},
    {"slow-wake", "nothing was broken; the gate of ", " was full before the app was hot"},
};

constexpr RepairWords repairs[] = {
    {"nothing", "nothing needed a repair"},
    {"artifact-restored", "the artifact is in the store again, and the app is hot"},
    {"secret-restored", "the secret is valid again, and the app is hot"},
    {"binding-restored", "the binding answers again, and the app is hot"},
    {"readiness-restored", "the readiness probe passes again, and the app is hot"},
    {"host-returned", "the cordoned host takes allocations again, and the app is hot"},
    {"host-brought", "another host takes allocations, and the app is hot"},
    {"earlier-release-owns", "an earlier release owns the route again"},
};

// The platform of this drill also has edges with gaps, and rollbacks.
constexpr std::string_view prohibitions[] = {"BDN1", "BDN3", "RGN1", "RGN2"};

}  // namespace

constexpr RunbookDebrief debrief{
    .runbook = "stuck-wake",
    .faults = faults,
    .repairs = repairs,
    .symptom_query = "show gate ENV",
    .repaired_query = "show operation OP",
    .prohibitions = prohibitions,
};

}  // namespace studylab::debrief::stuck_wake
