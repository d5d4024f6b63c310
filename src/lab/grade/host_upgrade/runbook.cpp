#include "lab/grade/host_upgrade/runbook.h"

#include <algorithm>
#include <array>

#include "lab/grade/facts/repairs.h"
#include "lab/grade/facts/statements.h"
#include "lab/grade/facts/upgrades.h"
#include "lab/grade/host_upgrade/repairs.h"
#include "lab/grade/host_upgrade/steps.h"
#include "lab/grade/run.h"

namespace studylab::grade::host_upgrade {
namespace {

constexpr std::array<Clue const*, 10> clues{
    &image_old,   &drift_found,      &image_declared, &drain_fits,     &headroom_short,
    &member_down, &other_drain_open, &no_other_drain, &sessions_young, &sessions_old};

constexpr std::array<AcceptedRepair const*, 2> repairs{&host_upgraded, &no_repair};

constexpr std::array<RequiredFact const*, 8> required{
    &host_cordoned, &room_before_repair, &spare_hosts_checked, &replacements_ready,
    &host_drained,  &host_rebuilt,       &host_returned,       &capacity_asked};

constexpr std::array steps{
    RunbookStep{"HU1", "o", &host_cordoned},      RunbookStep{"HU2", "op", &room_before_repair},
    RunbookStep{"HU3", "o", &replacements_ready}, RunbookStep{"HU4", "op", &host_drained},
    RunbookStep{"HU5", "op", &host_rebuilt},      RunbookStep{"HU6", "op", &host_returned}};

// A host that can be upgraded at once is not at fault.
constexpr std::array faultless{FaultClass::ready};

// What moves with the host: environments that had an allocation on it when the run began.
bool has_allocation_there(Run const& run, EnvironmentName const& environment) {
  return std::ranges::any_of(run.entries, [&](FactEntry const& entry) {
    auto const* recorded = fact_if<AllocationRecorded>(entry.fact);
    return recorded != nullptr && recorded->environment == environment &&
           recorded->host == incident_host(run);
  });
}

}  // namespace

constexpr RunbookGrading runbook{
    .id = "host-upgrade",
    .clues = clues,
    .repairs = repairs,
    .required = required,
    .steps = steps,
    .faultless_classes = faultless,
    .is_affected = has_allocation_there,
    .shows_within = std::chrono::minutes{5},
};

}  // namespace studylab::grade::host_upgrade
