#include "lab/grade/stuck_wake/runbook.h"

#include <array>

#include "lab/grade/facts/artifacts.h"
#include "lab/grade/facts/gates.h"
#include "lab/grade/facts/hosts.h"
#include "lab/grade/facts/releases.h"
#include "lab/grade/facts/repairs.h"
#include "lab/grade/facts/statements.h"
#include "lab/grade/facts/wakes.h"
#include "lab/grade/stuck_wake/clues.h"
#include "lab/grade/stuck_wake/repairs.h"
#include "lab/grade/stuck_wake/steps.h"

namespace studylab::grade::stuck_wake {
namespace {

constexpr std::array<Clue const*, 12> clues{
    &artifact_not_stored, &artifact_stored, &secret_unusable,      &secrets_valid,
    &binding_unresolved,  &bindings_answer, &probe_fails,          &never_placed,
    &no_free_slot,        &gate_full,       &hot_at_first_attempt, &allocation_ready};

constexpr std::array<AcceptedRepair const*, 8> repairs{
    &no_repair,          &artifact_restored, &secret_restored, &binding_restored,
    &readiness_restored, &host_returned,     &host_brought,    &earlier_release_owns};

constexpr std::array<RequiredFact const*, 3> required{&wake_before_logs, &class_in_force,
                                                      &owner_notified};

constexpr std::array<RunbookStep, 2> steps{
    {{"SW1", "o", &wake_before_logs}, {"SW5", "o", &owner_notified}}};

}  // namespace

constexpr RunbookGrading runbook{.id = "stuck-wake",
                                 .clues = clues,
                                 .repairs = repairs,
                                 .required = required,
                                 .steps = steps,
                                 .shows_within = std::chrono::minutes{5}};

}  // namespace studylab::grade::stuck_wake
