#include "lab/grade/bad_deploy/steps.h"

#include "lab/grade/bad_deploy/repairs.h"
#include "lab/grade/facts/releases.h"
#include "lab/grade/grading.h"

namespace studylab::grade::bad_deploy {
namespace {

EntryId owner_moved_by(GradingInput const& input, bool (*is_wanted)(Judged const& one)) {
  for (auto const& one : input.outcomes.repairs) {
    bool const moves = one.act->verb == RepairVerb::rollback || one.act->verb == RepairVerb::deploy;
    if (moves && one.act->effect && one.verdict != Verdict::outside && is_wanted(one)) {
      return one.act->effect;
    }
  }
  return EntryId{};
}

bool goes_back(Judged const& one) {
  return one.act->verb == RepairVerb::rollback || one.repair == &earlier_release_owns;
}

bool goes_forward(Judged const& one) {
  return one.repair == &listed_fix_owns || one.repair == &brought_fix_owns;
}

EntryId data_restored(GradingInput const& input) {
  for (auto const& one : input.outcomes.repairs) {
    bool const restored =
        one.verdict == Verdict::accepted && one.act->verb == RepairVerb::restore_cutover;
    if (restored) return one.act->effect;
  }
  return EntryId{};
}

EntryId rolled_back(GradingInput const& input) { return owner_moved_by(input, goes_back); }

EntryId fixed_forward(GradingInput const& input) { return owner_moved_by(input, goes_forward); }

}  // namespace

constexpr RequiredFact rolled_back_by_operation{
    .name = "rolled-back-by-operation",
    .words = "an earlier release as route owner again (`rollback ENV --to REL`)",
    .advice = "repair the fault with `rollback ENV --to REL`",
    .phase = Phase::action,
    .done_at = rolled_back};

constexpr RequiredFact forward_fix_by_operation{
    .name = "forward-fix-by-operation",
    .words = "a fix that fits the database (`deploy ENV --release REL --forward-fix`)",
    .advice = "repair the fault with `deploy ENV --release REL --forward-fix`",
    .phase = Phase::action,
    .done_at = fixed_forward};

constexpr RequiredFact data_restored_by_operation{
    .name = "data-restored-by-operation",
    .words = "the data restored (`restore plan DB`, `restore run`, `restore cutover`)",
    .advice = "repair the fault with a restore whose plan meets the RPO (`restore plan DB`)",
    .phase = Phase::action,
    .done_at = data_restored};

}  // namespace studylab::grade::bad_deploy
