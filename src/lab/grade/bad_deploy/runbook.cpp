#include "lab/grade/bad_deploy/runbook.h"

#include <array>

#include "lab/grade/bad_deploy/clues.h"
#include "lab/grade/bad_deploy/new_binding.h"
#include "lab/grade/bad_deploy/repairs.h"
#include "lab/grade/bad_deploy/steps.h"
#include "lab/grade/facts/edges.h"
#include "lab/grade/facts/errors.h"
#include "lab/grade/facts/holds.h"
#include "lab/grade/facts/queries.h"
#include "lab/grade/facts/releases.h"
#include "lab/grade/facts/repairs.h"
#include "lab/grade/facts/restore_repairs.h"
#include "lab/grade/facts/statements.h"

namespace studylab::grade::bad_deploy {
namespace {

constexpr std::array<Clue const*, 10> clues{&failed_by_new_release,
                                            &failed_at_one_edge,
                                            &under_threshold,
                                            &bindings_answer,
                                            &binding_gone,
                                            &rollback_compatible,
                                            &rollback_incompatible,
                                            &no_rows_lost,
                                            &rows_lost,
                                            &edge_behind};

constexpr std::array<AcceptedRepair const*, 8> repairs{
    &no_repair,       &earlier_release_owns,  &listed_fix_owns,  &brought_fix_owns,
    &binding_answers, &edge_has_new_baseline, &repaired_forward, &restored_by_pitr};

constexpr std::array<RequiredFact const*, 6> required{
    &environment_frozen,       &state_before_logs,        &class_in_force,
    &rolled_back_by_operation, &forward_fix_by_operation, &data_restored_by_operation};

constexpr std::array<RunbookStep, 5> steps{{{"BD1", "op", &environment_frozen},
                                            {"BD2", "o", &state_before_logs},
                                            {"BD3", "o", &class_in_force},
                                            {"BD4", "op", &rolled_back_by_operation},
                                            {"BD5", "o", &forward_fix_by_operation}}};

}  // namespace

constexpr RunbookGrading runbook{.id = "bad-deploy",
                                 .clues = clues,
                                 .repairs = repairs,
                                 .required = required,
                                 .steps = steps,
                                 .class_rule = "BD3",
                                 .is_failed_provider = is_provider_of_gone_binding};

}  // namespace studylab::grade::bad_deploy
