// Informs the edges of wakes; the lines of a wake's plan.
#include <fmt/format.h>

#include "control/hosts/hosts.h"
#include "control/plan_lines.h"
#include "control/wakes/wakes.h"

namespace studylab::control::wakes {
namespace {

void inform(State const& state, Sleeper const& sleeper, EffectList& effects) {
  auto const& wake = at_key(state.operations, sleeper.wake);
  bool const over = ended(wake.stage);
  for (auto const& [id, edge] : state.edges) {
    auto const asked = sleeper.asked.find(id);
    auto since = EntryRef{wake.stage_entry, wake.stage_since};
    if (!over) since = {std::get<kinds::Wake>(wake.as).begun_entry, state.last_at};
    if (asked != sleeper.asked.end() && asked->second.id > since.id) since = asked->second;
    if (over && state.last_at >= since.at + wake_news) continue;
    if (over) {
      effects.add(OrderWakeEnded{id, wake.id}, wake.id.number, id.number, since.id.number);
    } else {
      effects.add(OrderWakeStarted{id, wake.id}, wake.id.number, id.number, since.id.number);
    }
  }
}

}  // namespace

void react(State const& state, EffectList& effects) {
  for (auto const& [name, sleeper] : state.sleepers) {
    if (sleeper.wake) inform(state, sleeper, effects);
  }
}

void plan(State const& state, Wake const& verb, Plan& plan) {
  auto const* sleeper = sleeper_of(state, verb.environment);
  if (sleeper == nullptr) return;
  if (auto const* open = open_wake(state, verb.environment)) {
    add(plan, "would join", to_text(open->id), open->entry);
    return;
  }
  add(plan, "attempts at most", fmt::format("{}", sleeper->policy.attempts), sleeper->entry);
  add(plan, "budget", to_text(sleeper->policy.budget), sleeper->entry);
  auto const host = next_host(state);
  auto const entry = host ? at_key(state.hosts, host).entry : EntryId{};
  add(plan, "host", host ? to_text(host) : "none has a free slot", entry);
}

}  // namespace studylab::control::wakes

namespace studylab::control {

WakeStarted wake_started_message(State const& state, OperationId id) {
  auto const& wake = at_key(state.operations, id);
  return {wake.environment, at_key(state.environments, wake.environment).declared.route, id,
          std::get<kinds::Wake>(wake.as).first, wake_deadline(state, wake)};
}

WakeEnded wake_ended_message(State const& state, OperationId id) {
  auto const& wake = at_key(state.operations, id);
  return {wake.environment, at_key(state.environments, wake.environment).declared.route, id,
          std::get<kinds::Wake>(wake.as).first,
          wake.stage == Stage::hot ? WakeOutcome::hot : WakeOutcome::failed};
}

}  // namespace studylab::control
