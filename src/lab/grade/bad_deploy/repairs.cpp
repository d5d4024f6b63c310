#include "lab/grade/bad_deploy/repairs.h"

#include <algorithm>

#include "lab/grade/bad_deploy/new_binding.h"
#include "lab/grade/run.h"

namespace studylab::grade::bad_deploy {
namespace {

bool was_brought(Run const& run, ReleaseId id) {
  return std::ranges::any_of(
      run.repairs.acts, [&](RepairAct const& act) { return act.brought && act.brought == id; });
}

bool is_listed_fix(Run const& run, ReleaseId owner) {
  auto const* seen = find_other_release(run, owner);
  return seen != nullptr && !seen->served && !was_brought(run, owner) &&
         seen->entry < run.incident->entry;
}

bool leads_to_listed_fix(Run const& run, RepairAct const& act) {
  return leads_to_owner(run, act, is_listed_fix);
}

bool is_brought_fix(Run const& run, ReleaseId owner) {
  auto const* seen = find_other_release(run, owner);
  return seen != nullptr && !seen->served && was_brought(run, owner);
}

// Asking the app owner for the release is part of deploying it.
bool leads_to_brought_fix(Run const& run, RepairAct const& act) {
  bool const asks = act.verb == RepairVerb::notice && act.repair == RepairKind::migration;
  return asks || leads_to_owner(run, act, is_brought_fix);
}

bool repairs_binding(Run const& run, RepairAct const& act) {
  auto const* gone = find_gone_binding(run);
  return act.verb == RepairVerb::notice && act.repair == RepairKind::binding && gone != nullptr &&
         *act.name == gone->value() && act.condition == Condition::broken;
}

}  // namespace

constexpr AcceptedRepair listed_fix_owns{.name = "listed-fix-owns",
                                         .command = "deploy ENV --release REL --forward-fix",
                                         .reach = Reach::environment,
                                         .is_led_to_by = leads_to_listed_fix,
                                         .is_reached_by_owner = is_listed_fix};

constexpr AcceptedRepair brought_fix_owns{.name = "brought-fix-owns",
                                          .command = "notify-owner ENV --repair migration",
                                          .reach = Reach::environment,
                                          .is_led_to_by = leads_to_brought_fix,
                                          .is_reached_by_owner = is_brought_fix};

constexpr AcceptedRepair binding_answers{.name = "binding-answers",
                                         .command = "notify-owner ENV --repair binding NAME",
                                         .reach = Reach::binding,
                                         .is_led_to_by = repairs_binding};

}  // namespace studylab::grade::bad_deploy
