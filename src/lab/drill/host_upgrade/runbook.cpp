#include "lab/drill/host_upgrade/runbook.h"

#include <array>
#include <string_view>

#include "lab/drill/host_upgrade/draw.h"
#include "lab/drill/host_upgrade/faults.h"
#include "lab/drill/symptoms.h"

namespace studylab::drill::host_upgrade {
namespace {

using namespace std::string_view_literals;

constexpr std::array<FaultKind const*, 8> faults{&host_outdated,    &slots_short, &no_slots_left,
                                                 &member_exits,     &host_drifts, &sessions_linger,
                                                 &drain_stays_open, &host_current};

constexpr std::array<Decoy const*, 7> decoys{
    &artifact_gone,  &ranges_unrecorded,    &served_with_symptoms,
    &cordoned_spare, &promotions_elsewhere, &drain_elsewhere,
    &log_noise};

constexpr std::array<SymptomKind const*, 1> symptoms{&host_due};

constexpr std::array placeholders{"{host}"sv};

DrawnRun draw_run(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                  Topology topology) {
  return draw_upgrade(drill, seed, variant, level, topology);
}

}  // namespace

constexpr RunbookDrawing runbook{
    .id = "host-upgrade",
    .faults = faults,
    .decoys = decoys,
    .symptoms = symptoms,
    .placeholders = placeholders,
    .has_checks = true,
    .classes = {},
    .draw = draw_run,
};

}  // namespace studylab::drill::host_upgrade
