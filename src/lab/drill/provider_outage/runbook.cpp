#include "lab/drill/provider_outage/runbook.h"

#include <array>

#include "lab/drill/provider_outage/draw.h"
#include "lab/drill/provider_outage/faults.h"
#include "lab/drill/symptoms.h"

namespace studylab::drill::provider_outage {
namespace {

constexpr std::array<FaultKind const*, 10> faults{&database_down,
                                                  &object_store_down,
                                                  &queue_down,
                                                  &payment_down,
                                                  &shared_database_down,
                                                  &job_queue_down,
                                                  &database_down_with_replica,
                                                  &database_down_unproven,
                                                  &credential_refused,
                                                  &own_errors};

constexpr std::array<Decoy const*, 5> decoys{
    &artifact_gone, &ranges_unrecorded, &served_with_symptoms, &promotions_elsewhere, &log_noise};

constexpr std::array<SymptomKind const*, 1> symptoms{&dependency_errors};

}  // namespace

constexpr RunbookDrawing runbook{
    .id = "provider-outage",
    .faults = faults,
    .decoys = decoys,
    .symptoms = symptoms,
    .placeholders = {},
    .classes = {},
    .draw = draw_outage,
};

}  // namespace studylab::drill::provider_outage
