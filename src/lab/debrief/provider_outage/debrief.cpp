#include "lab/debrief/provider_outage/debrief.h"

namespace studylab::debrief::provider_outage {
namespace {

constexpr FaultWords faults[] = {
    {"provider-down", "provider ", " was down, and recovered by itself"},
    {"credential-refused", "a healthy provider rejected the credential of ", ""},
    {"own-errors", "nothing was at fault; a short burst of errors ended by itself in ", ""},
};

constexpr RepairWords repairs[] = {
    {"nothing", "nothing needed a repair"},
    {"provider-recovered", "the provider was well again, and the app owners had been informed"},
    {"failed-over", "the database takes writes in another region"},
    {"secret-rotated", "the binding has a new credential"},
};

// The platform of this drill also has edges with gaps, rollbacks, and allocations that start.
constexpr std::string_view prohibitions[] = {"BDN1", "BDN3", "RGN1", "RGN2"};

}  // namespace

constexpr RunbookDebrief debrief{
    .runbook = "provider-outage",
    .faults = faults,
    .repairs = repairs,
    .symptom_query = "show status",
    .repaired_query = "show providers",
    .prohibitions = prohibitions,
};

}  // namespace studylab::debrief::provider_outage
