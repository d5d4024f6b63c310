#include "lab/drill/stuck_wake/runbook.h"

#include <array>

#include "lab/drill/stuck_wake/draw.h"
#include "lab/drill/stuck_wake/faults.h"

namespace studylab::drill::stuck_wake {
namespace {

constexpr std::array<FaultKind const*, 7> faults{
    &artifact_lost, &secret_unusable, &binding_unresolved, &probe_fails,
    &slots_taken,   &stampede,        &slow_wake};

constexpr std::array<Decoy const*, 7> decoys{
    &artifact_gone,  &ranges_unrecorded, &served_with_symptoms,
    &wake_elsewhere, &cordoned_host,     &promotions_elsewhere,
    &log_noise};

constexpr std::array<SymptomKind const*, 1> symptoms{&wake_stuck};

DrawnRun draw_run(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                  Topology topology) {
  return draw_wake(drill, seed, variant, level, topology);
}

}  // namespace

constexpr RunbookDrawing runbook{
    .id = "stuck-wake",
    .faults = faults,
    .decoys = decoys,
    .symptoms = symptoms,
    .placeholders = {},
    .classes = {},
    .draw = draw_run,
};

}  // namespace studylab::drill::stuck_wake
