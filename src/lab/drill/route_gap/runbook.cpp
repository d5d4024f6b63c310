#include "lab/drill/route_gap/runbook.h"

#include <array>

#include "lab/drill/route_gap/draw.h"
#include "lab/drill/route_gap/faults.h"

namespace studylab::drill::route_gap {
namespace {

constexpr std::array<FaultKind const*, 7> faults{
    &lost_event,      &lost_event_and_restart, &lost_event_and_exits,
    &stale_snapshots, &forged_snapshots,       &edited_table,
    &healed_gap};

constexpr std::array<Decoy const*, 2> decoys{&promotions_elsewhere, &log_noise};
constexpr std::array symptoms{&edge_gap};
constexpr std::array<std::string_view, 1> placeholders{"{edge}"};

DrawnRun draw_run(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                  Topology topology) {
  return draw_gap(drill, seed, variant, level, topology);
}

}  // namespace

constexpr RunbookDrawing runbook{.id = "route-gap",
                                 .faults = faults,
                                 .decoys = decoys,
                                 .symptoms = symptoms,
                                 .placeholders = placeholders,
                                 .classes = {},
                                 .draw = draw_run};

}  // namespace studylab::drill::route_gap
