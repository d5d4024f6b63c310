#include <fmt/format.h>

#include "control/environments/environments.h"
#include "control/people/people.h"
#include "control/plan_lines.h"

namespace studylab::control::people {
namespace {

void status_plan(State const& state, EnvironmentName const& name, Plan& plan) {
  auto const* environment = environment_of(state, name);
  if (environment == nullptr) return;
  add(plan, "would notify", at_key(state.apps, environment->declared.app).owner.value(),
      environment->entry);
  add(plan, "published now",
      environment->status ? environment->status->cause : std::string{"nothing"},
      environment->status ? environment->status_entry : environment->entry);
}

}  // namespace

void plan(State const& state, NotifyOwner const& verb, Plan& plan) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return;
  add(plan, "would notify", at_key(state.apps, environment->declared.app).owner.value(),
      environment->entry);
  if (!verb.repair) return;
  add(plan, "to repair", fmt::format("{} {}", to_text(*verb.repair), verb.name),
      environment->entry);
}

void plan(State const& state, Escalate const& verb, Plan& plan) {
  add(plan, "would notify", std::string{to_text(verb.team)}, state.last_entry);
}

void plan(State const& state, PublishStatus const& verb, Plan& plan) {
  status_plan(state, verb.environment, plan);
}

void plan(State const& state, ResolveStatus const& verb, Plan& plan) {
  status_plan(state, verb.environment, plan);
}

}  // namespace studylab::control::people
