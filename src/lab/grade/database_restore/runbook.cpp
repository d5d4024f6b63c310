#include "lab/grade/database_restore/runbook.h"

#include <array>

#include "lab/grade/database_restore/clues.h"
#include "lab/grade/facts/repairs.h"
#include "lab/grade/facts/restore_repairs.h"
#include "lab/grade/facts/restores.h"
#include "lab/grade/facts/statements.h"

namespace studylab::grade::database_restore {
namespace {

constexpr std::array<Clue const*, 10> clues{
    &damaged_by_release, &rows_gone,    &writes_missing,     &foreign_rows,
    &rows_doubled,       &check_passes, &consumer_went_back, &newest_backup_foreign,
    &pitr_within_rpo,    &pitr_over_rpo};

constexpr std::array<AcceptedRepair const*, 3> repairs{&no_repair, &restored_by_pitr,
                                                       &repaired_forward};

constexpr std::array<RequiredFact const*, 6> required{&data_class_first, &writers_fenced,
                                                      &method_compared,  &fitting_release,
                                                      &data_impact,      &class_in_force};

constexpr std::array steps{
    RunbookStep{"DR1", "o", &data_class_first}, RunbookStep{"DR2", "op", &writers_fenced},
    RunbookStep{"DR3", "o", &method_compared}, RunbookStep{"DR4", "op", &fitting_release},
    RunbookStep{"DR5", "o", &data_impact}};

}  // namespace

constexpr RunbookGrading runbook{.id = "database-restore",
                                 .clues = clues,
                                 .repairs = repairs,
                                 .required = required,
                                 .steps = steps,
                                 .impact_rule = "DR5",
                                 .shows_within = std::chrono::minutes{5}};

}  // namespace studylab::grade::database_restore
