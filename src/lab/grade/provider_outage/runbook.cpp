#include "lab/grade/provider_outage/runbook.h"

#include <algorithm>
#include <array>

#include "lab/grade/facts/errors.h"
#include "lab/grade/facts/repairs.h"
#include "lab/grade/facts/statements.h"
#include "lab/grade/provider_outage/clues.h"
#include "lab/grade/provider_outage/outage.h"
#include "lab/grade/provider_outage/repairs.h"
#include "lab/grade/provider_outage/steps.h"
#include "lab/grade/run.h"

namespace studylab::grade::provider_outage {
namespace {

constexpr std::array<Clue const*, 14> clues{
    &database_sick, &object_store_sick,   &queue_sick,        &payment_sick,   &calls_fail,
    &no_customer,   &platform_well,       &platform_degraded, &no_replica,     &proofs_hold,
    &proof_missing, &credential_rejected, &providers_well,    &under_threshold};

constexpr std::array<AcceptedRepair const*, 4> repairs{&no_repair, &provider_recovered,
                                                       &failed_over, &secret_rotated};

constexpr std::array<RequiredFact const*, 5> required{
    &provider_and_bindings, &work_paused, &owners_informed, &proofs_first, &class_in_force};

constexpr std::array steps{
    RunbookStep{"PO1", "o", &provider_and_bindings}, RunbookStep{"PO3", "op", &work_paused},
    RunbookStep{"PO4", "o", &owners_informed}, RunbookStep{"PO5", "op", &proofs_first}};

bool has_failed(Run const& run, std::string_view provider) {
  auto const* failed = failed_provider(run);
  return failed != nullptr && failed->value() == provider;
}

bool is_affected(Run const& run, EnvironmentName const& environment) {
  auto const affected = affected_environments(run);
  return std::ranges::find(affected, environment) != affected.end();
}

}  // namespace

constexpr RunbookGrading runbook{.id = "provider-outage",
                                 .clues = clues,
                                 .repairs = repairs,
                                 .required = required,
                                 .steps = steps,
                                 .is_failed_provider = has_failed,
                                 .is_affected = is_affected,
                                 .shows_within = std::chrono::minutes{5}};

}  // namespace studylab::grade::provider_outage
