#include "lab/debrief/database_restore/debrief.h"

namespace studylab::debrief::database_restore {
namespace {

constexpr FaultWords faults[] = {
    {"corrupting-release", "the program of ", " wrote wrong rows"},
    {"destructive-migration", "migration ", " removed rows"},
    {"unclean-failover", "", " had failed over to a replica that was behind"},
    {"foreign-restore", "data of ", " had been restored over the database"},
    {"replayed-events", "the position of ", " was moved back, and it wrote its rows again"},
    {"lagging-replica", "nothing was broken; the replica of ", " was behind"},
};

constexpr RepairWords repairs[] = {
    {"nothing", "nothing needed a repair"},
    {"restored-by-pitr", "a point-in-time restore serves, and every consumer is settled"},
    {"repaired-forward", "the rows were copied from a clone, and later writes were kept"},
};

// The platform of this drill also has edges with gaps, and rollbacks.
constexpr std::string_view prohibitions[] = {"BDN1", "BDN3", "RGN1", "RGN2"};

}  // namespace

constexpr RunbookDebrief debrief{
    .runbook = "database-restore",
    .faults = faults,
    .repairs = repairs,
    .symptom_query = "show database DB",
    .repaired_query = "show plan OP",
    .prohibitions = prohibitions,
};

}  // namespace studylab::debrief::database_restore
