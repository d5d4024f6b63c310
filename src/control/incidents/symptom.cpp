// The symptom, from observations.
#include "control/incidents/symptom.h"

#include <algorithm>
#include <set>

#include "control/incidents/incidents.h"

namespace studylab::control {

bool symptom_present(Environment const& environment, Instant now) {
  return environment.last_over && now - *environment.last_over < symptom_quiet;
}

}  // namespace studylab::control

namespace studylab::control::incidents {
namespace {

std::set<RouteKey> failing_routes(RequestsObserved const& fact) {
  std::set<RouteKey> routes;
  for (auto const& row : fact.rows) {
    if (failed(row)) routes.insert(row.route);
  }
  return routes;
}

BindingName failing_binding(RequestsObserved const& fact, RouteKey const& route) {
  for (auto const& row : fact.rows) {
    if (row.route == route && row.error == RequestError::binding) return row.binding;
  }
  return BindingName{};
}

// Observations over the threshold with less than `symptom_quiet` between them are one symptom.
void count_symptom(State const& state, Environment& environment, RequestsObserved const& fact) {
  auto const owner = state.routes.find(environment.declared.route);
  if (owner == state.routes.end() || fact.until < owner->second.since) return;
  bool const is_new = environment.symptoms == 0 || !environment.last_over ||
                      fact.from - *environment.last_over >= symptom_quiet;
  if (is_new) ++environment.symptoms;
}

}  // namespace

void observe(State& state, RequestsObserved const& fact, EntryRef at) {
  // Most observations have no error and cannot be over any threshold.
  auto const failing = failing_routes(fact);
  if (failing.empty()) return;
  for (auto& [name, environment] : state.environments) {
    if (!failing.contains(environment.declared.route)) continue;
    auto const count = count_errors(fact, environment.declared.route);
    if (!over_threshold(count, environment.declared.threshold)) continue;
    count_symptom(state, environment, fact);
    if (!environment.last_over || fact.until > *environment.last_over) {
      environment.last_over = fact.until;
      environment.last_over_entry = at.id;
      environment.last_over_edge = fact.edge;
      environment.last_over_rate =
          Permille{static_cast<std::uint32_t>(count.errors * 1000 / count.requests)};
      environment.failing_binding = failing_binding(fact, environment.declared.route);
    }
    if (!state.incident && environment.declared.lane == Lane::production) state.incident_due = name;
    auto const from = std::max(fact.from, environment.over_covered_until.value_or(fact.from));
    if (fact.until > from) {
      environment.over_time += fact.until - from;
      environment.over_covered_until = fact.until;
    }
    auto& hit = environment.users_hit[fact.edge];
    hit = std::max(hit, count.users);
  }
}

}  // namespace studylab::control::incidents
