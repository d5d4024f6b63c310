// The pause of an environment: its migrations and jobs wait.
#include <fmt/format.h>

#include "control/decision.h"
#include "control/environments/environments.h"
#include "control/incidents/incidents.h"
#include "control/jobs/jobs.h"
#include "control/plan_lines.h"

namespace studylab::control::jobs {

Decision decide(State const& state, Pause const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  // If it is already paused, the same hold stays in force, and this command is recorded too.
  auto const hold = paused(*environment) ? environment->pause : HoldId{state.last_hold.number + 1};
  return single(EnvironmentPaused{hold, verb.environment, act});
}

Decision decide(State const& state, Unpause const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  if (!paused(*environment)) {
    return refuse(RefusalCode::no_such_hold,
                  fmt::format("{} is not paused", verb.environment.value()),
                  "`show incident` lists the holds");
  }
  return single(EnvironmentUnpaused{environment->pause, verb.environment, act});
}

void fold(State& state, EnvironmentPaused const& fact, EntryRef at) {
  auto& environment = at_key(state.environments, fact.environment);
  environment.pause = fact.hold;
  environment.pause_entry = at.id;
  place_hold(state, fact.hold, HoldKind::pause, fact.environment, at);
}

void fold(State& state, EnvironmentUnpaused const& fact, EntryRef at) {
  auto& environment = at_key(state.environments, fact.environment);
  environment.pause = HoldId{};
  environment.pause_entry = at.id;
  state.holds.erase(fact.hold);
}

void plan_pause(State const& state, EnvironmentName const& name, Plan& plan) {
  auto const* environment = environment_of(state, name);
  if (environment == nullptr) return;
  add(plan, "paused", paused(*environment) ? to_text(environment->pause) : std::string{"no"},
      environment->pause_entry ? environment->pause_entry : environment->entry);
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    auto const* schedule = schedule_of(operation);
    bool const waits =
        schedule != nullptr && operation.environment == name && operation.stage == Stage::waiting;
    if (!waits) continue;
    add(plan, "holds back",
        fmt::format("{} ({}), due {}", to_text(id), to_text(kind_of(operation)),
                    to_text(std::chrono::floor<std::chrono::seconds>(schedule->not_before))),
        operation.stage_entry);
  }
}

}  // namespace studylab::control::jobs
