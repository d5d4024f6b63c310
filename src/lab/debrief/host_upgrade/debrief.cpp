#include "lab/debrief/host_upgrade/debrief.h"

namespace studylab::debrief::host_upgrade {
namespace {

constexpr FaultWords faults[] = {
    {"host-outdated", "nothing was in the way of the upgrade of ", ""},
    {"slots-short", "the other hosts had no slot for what was on ", ""},
    {"no-slots-left",
     "no other host had a slot, and the capacity team had no host, for the upgrade of ", ""},
    {"member-exits", "the process of another member, ", ", had ended"},
    {"host-drifts", "a file of the host had been edited by hand: ", ""},
    {"sessions-linger", "old sessions stayed on ", ""},
    {"drain-stays-open", "the drain of another host, ", ", was open"},
    {"host-current", "nothing was due: the declared image was already on ", ""},
};

constexpr RepairWords repairs[] = {
    {"nothing", "nothing needed a repair"},
    {"host-upgraded", "the host runs its declared image and is in service again"},
};

// The platform of this drill also has edges with gaps, and rollbacks.
constexpr std::string_view prohibitions[] = {"BDN1", "BDN3", "RGN1", "RGN2"};

}  // namespace

constexpr RunbookDebrief debrief{
    .runbook = "host-upgrade",
    .faults = faults,
    .repairs = repairs,
    .symptom_query = "show host HOST",
    .repaired_query = "show host HOST",
    .prohibitions = prohibitions,
};

}  // namespace studylab::debrief::host_upgrade
