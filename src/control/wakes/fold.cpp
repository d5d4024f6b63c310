#include <algorithm>

#include "control/wakes/wakes.h"
#include "model/symptom.h"

namespace studylab::control::wakes {
namespace {

kinds::Wake* wake_of(State& state, OperationId id) {
  auto const found = state.operations.find(id);
  return found == state.operations.end() ? nullptr : std::get_if<kinds::Wake>(&found->second.as);
}

bool turned_away(GateReported const& fact) {
  return std::ranges::any_of(fact.rows,
                             [](GateRow const& row) { return row.refused > 0 || row.expired > 0; });
}

void see_gate(State& state, GateReported const& fact, EntryRef at) {
  auto& sleeper = at_key(state.sleepers, fact.environment);
  if (!turned_away(fact)) return;
  if (!sleeper.last_refused || fact.until > *sleeper.last_refused) {
    sleeper.last_refused = fact.until;
    sleeper.refused_entry = at.id;
  }
  auto const from = std::max(fact.from, sleeper.refused_covered_until.value_or(fact.from));
  if (fact.until <= from) return;
  sleeper.refused_time += fact.until - from;
  sleeper.refused_covered_until = fact.until;
}

void not_placed(State& state, WakePlacementFailed const& fact, EntryRef at) {
  auto& operation = at_key(state.operations, fact.operation);
  WakeAttempt attempt;
  attempt.attempt = fact.attempt;
  attempt.at = at.at;
  attempt.entry = at.id;
  attempt.unplaced = fact.why;
  std::get<kinds::Wake>(operation.as).attempts.push_back(std::move(attempt));
  // The pause before the next attempt begins here.
  operation.attempt = fact.attempt;
  operation.why = fact.why;
  operation.stage_since = at.at;
  operation.stage_entry = at.id;
}

}  // namespace

void fold(State& state, SleepPolicyDeclared const& fact, EntryRef at) {
  auto& sleeper = state.sleepers[fact.environment];
  sleeper.policy = fact;
  sleeper.entry = at.id;
}

void fold(State& state, WakeFact const& fact, EntryRef at) {
  match(
      fact, [&](WakeAsked const& f) { at_key(state.sleepers, f.environment).asked[f.edge] = at; },
      [](WakeJoined const&) {}, [&](WakePlacementFailed const& f) { not_placed(state, f, at); },
      [&](GateReported const& f) { see_gate(state, f, at); },
      [&](NoticeProposed const& f) {
        if (auto* wake = wake_of(state, f.operation)) wake->proposed_entry = at.id;
      },
      [&](WakeGaveUp const& f) {
        at_key(state.sleepers, f.environment).gave_up = f.operation;
        if (auto* wake = wake_of(state, f.operation)) wake->gave_up_entry = at.id;
      });
}

void begun(State& state, Operation& wake, Attempt first, EntryRef at) {
  auto& as = std::get<kinds::Wake>(wake.as);
  as.first = first;
  as.begun_at = at.at;
  as.begun_entry = at.id;
  as.gave_up_entry = EntryId{};
  auto& sleeper = at_key(state.sleepers, wake.environment);
  sleeper.wake = wake.id;
  sleeper.gave_up = OperationId{};
}

void recorded(State& state, Operation& wake, EntryRef at) {
  auto& as = std::get<kinds::Wake>(wake.as);
  as.begun_at = wake.requested_at;
  as.begun_entry = at.id;
  auto const found = state.sleepers.find(wake.environment);
  if (found != state.sleepers.end()) found->second.wake = wake.id;
}

void planned(State& state, AllocationPlanned const& fact, EntryRef at) {
  auto* wake = wake_of(state, fact.operation);
  if (wake == nullptr) return;
  WakeAttempt attempt;
  attempt.attempt = fact.attempt;
  attempt.allocation = fact.allocation;
  attempt.host = fact.host;
  attempt.at = at.at;
  attempt.entry = at.id;
  wake->attempts.push_back(std::move(attempt));
  at_key(state.operations, fact.operation).attempt = fact.attempt;
}

void became_ready(State& state, EnvironmentName const& environment) {
  auto const found = state.sleepers.find(environment);
  if (found != state.sleepers.end()) found->second.gave_up = OperationId{};
}

void staged(State& state, AllocationStagesReported const& fact, EntryRef at) {
  auto* wake = wake_of(state, at_key(state.allocations, fact.allocation).operation);
  if (wake == nullptr) return;
  auto const attempt = std::ranges::find(wake->attempts, fact.allocation, &WakeAttempt::allocation);
  if (attempt == wake->attempts.end()) return;
  attempt->stages = fact.stages;
  attempt->stages_entry = at.id;
}

void observe(State& state, RequestsObserved const& fact) {
  for (auto& [name, sleeper] : state.sleepers) {
    auto const& route = at_key(state.environments, name).declared.route;
    auto const count = count_errors(fact, route);
    if (count.users == 0) continue;
    auto& hit = sleeper.users_hit[fact.edge];
    hit = std::max(hit, count.users);
  }
}

}  // namespace studylab::control::wakes
