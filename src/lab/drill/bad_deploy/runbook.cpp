#include "lab/drill/bad_deploy/runbook.h"

#include <array>

#include "lab/drill/bad_deploy/draw.h"
#include "lab/drill/bad_deploy/faults.h"
#include "lab/drill/bad_deploy/incident.h"

namespace studylab::drill::bad_deploy {
namespace {

constexpr std::array<FaultKind const*, 6> faults{&failing_release,       &contracting_migration,
                                                 &destructive_migration, &binding_gone,
                                                 &stalled_consumer,      &passing_burst};

constexpr std::array<Decoy const*, 7> decoys{
    &artifact_gone,    &ranges_unrecorded,    &served_with_symptoms,
    &misfit_candidate, &same_artifact_queued, &promotions_elsewhere,
    &log_noise};

constexpr std::array symptoms{&observation_over_threshold};

constexpr std::array<std::string_view, 1> placeholders{"{operation}"};

DrawnRun draw_run(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                  Topology topology) {
  return draw_promotion(drill, seed, variant, level, topology);
}

}  // namespace

constexpr RunbookDrawing runbook{
    .id = "bad-deploy",
    .faults = faults,
    .decoys = decoys,
    .symptoms = symptoms,
    .placeholders = placeholders,
    .classes = {},
    .max_hashes_a_run = 3000,
    .max_run_size = {2000, 5000, 400, 900},
    .draw = draw_run,
};

}  // namespace studylab::drill::bad_deploy
