#include "lab/grade/route_gap/runbook.h"

#include <array>

#include "lab/grade/facts/edges.h"
#include "lab/grade/facts/gaps.h"
#include "lab/grade/facts/processes.h"
#include "lab/grade/facts/repairs.h"
#include "lab/grade/facts/snapshots.h"
#include "lab/grade/route_gap/repairs.h"
#include "lab/grade/route_gap/steps.h"

namespace studylab::grade::route_gap {
namespace {

constexpr std::array<Clue const*, 10> clues{
    &event_missing,  &table_differs,   &up_since_before_gap, &restarted_in_gap, &snapshot_accepted,
    &snapshot_stale, &snapshot_forged, &owner_ready,         &owner_down,       &gap_over};

constexpr std::array<AcceptedRepair const*, 3> repairs{&no_repair, &edge_has_new_baseline,
                                                       &baseline_and_owner_ready};

constexpr std::array<RequiredFact const*, 6> required{
    &policy_keys_age,        &snapshot_fetched,     &snapshot_verified,
    &resumed_after_snapshot, &propagation_recorded, &security_escalated};

constexpr std::array<RunbookStep, 5> steps{{{"RG1", "op", &policy_keys_age},
                                            {"RG2", "op", &snapshot_fetched},
                                            {"RG3", "op", &snapshot_verified},
                                            {"RG4", "op", &resumed_after_snapshot},
                                            {"RG5", "o", &propagation_recorded}}};

constexpr std::array<EvidenceRef const*, 3> evidence{&gap_referred, &snapshot_referred,
                                                     &resume_referred};

}  // namespace

constexpr RunbookGrading runbook{.id = "route-gap",
                                 .clues = clues,
                                 .repairs = repairs,
                                 .required = required,
                                 .steps = steps,
                                 .evidence = evidence,
                                 .evidence_rule = "RG5"};

}  // namespace studylab::grade::route_gap
