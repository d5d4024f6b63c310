#include <fmt/format.h>

#include "control/environments/environments.h"
#include "control/plan_lines.h"
#include "control/promotions/promotions.h"

namespace studylab::control::environments {

void plan_freeze(State const& state, EnvironmentName const& environment, Plan& plan) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    if (operation.environment != environment || !held_by_freeze(operation)) continue;
    if (operation.stage != Stage::waiting) continue;
    add(plan, "would wait", fmt::format("{} of {}", to_text(id), to_text(release_of(operation))),
        operation.stage_entry);
  }
}

}  // namespace studylab::control::environments
