// The symptom, from observations.
#include "control/incidents/symptom.h"

#include <algorithm>
#include <vector>

#include "control/allocations/allocations.h"
#include "control/databases/databases.h"
#include "control/incidents/incidents.h"
#include "control/wakes/wakes.h"

namespace studylab::control {

bool symptom_present(Environment const& environment, Instant now) {
  return environment.last_over && now - *environment.last_over < symptom_quiet;
}

Symptom error_symptom(Environment const& environment, Instant now) {
  Symptom symptom{symptom_present(environment, now), environment.last_over, {}, {}};
  if (environment.last_over) symptom.absent_from = *environment.last_over + symptom_quiet;
  symptom.entry = environment.last_over_entry ? environment.last_over_entry : environment.entry;
  return symptom;
}

// Present while it sleeps, and until `symptom_quiet` has passed since a gate last turned a request
// away.
Symptom wake_symptom(State const& state, Incident const& incident, WakeStuck const& stuck,
                     Instant now) {
  auto const& sleeper = at_key(state.sleepers, stuck.environment);
  bool const hot = is_hot(state, stuck.environment);
  auto const& last = sleeper.last_refused;
  bool const refused = last && now - *last < symptom_quiet;
  Symptom symptom{!hot || refused, hot ? last : std::optional{now}, {}, {}};
  if (hot) symptom.absent_from = last ? *last + symptom_quiet : incident.at;
  auto const seen = sleeper.refused_entry ? sleeper.refused_entry : incident.entry;
  auto const& wake = state.operations.find(sleeper.wake);
  symptom.entry = wake == state.operations.end() ? seen : std::max(seen, wake->second.stage_entry);
  return symptom;
}

// The processes of the route's owner: when and where their readiness last changed, and whether none
// of them is ready. A sleeping environment is woken by its requests.
struct OwnerReadiness {
  bool down = false;
  EntryId entry;
  Instant at{};
};
OwnerReadiness owner_readiness(State const& state, Incident const& incident) {
  auto const& environment = environment_of(incident.opened);
  OwnerReadiness owner;
  auto const& route = at_key(state.routes, route_of(incident.opened));
  if (route.release != incident.release || sleeper_of(state, environment) != nullptr) return owner;
  owner.down = ready_allocations(state, environment, incident.release) == 0;
  for (auto const& [id, allocation] : state.allocations) {
    bool const its = allocation.environment == environment && allocation.release == route.release;
    if (!its || allocation.stage_entry <= owner.entry) continue;
    owner.entry = allocation.stage_entry;
    owner.at = allocation.stage_since;
  }
  return owner;
}

Symptom gap_symptom(State const& state, Incident const& incident, EdgeGap const& gap, Instant now) {
  auto const& edge = at_key(state.edges, gap.edge);
  bool const open = edge.gaps.contains(gap.partition);
  auto const changed = edge.gap_changes.find(gap.partition);
  bool const reported = changed != edge.gap_changes.end();
  Symptom symptom{open, reported ? changed->second.at : incident.at, {}, {}};
  symptom.entry = reported ? changed->second.id : incident.entry;
  if (open) symptom.why = "the gap is open";
  auto const owner = owner_readiness(state, incident);
  if (!open && owner.down) {
    symptom.present = true;
    symptom.why = "no allocation of the route's owner is ready";
  }
  if (!open && owner.entry > symptom.entry) {
    symptom.entry = owner.entry;
    symptom.last_seen = std::max(*symptom.last_seen, owner.at);
  }
  if (symptom.present) symptom.last_seen = now;
  return symptom;
}

// Present until a check since the alert has found the host as declared, and it is in service.
Symptom host_symptom(State const& state, Incident const& incident, HostDue const& due,
                     Instant now) {
  auto const& host = at_key(state.hosts, due.host);
  bool const checked = host.postchecked && host.postchecked_at.id > incident.entry;
  bool const passed = checked && host.postchecked->result == PostcheckResult::passed;
  bool const in_service = host.stage == HostStage::in_service && !host.cordon;
  Symptom symptom{!passed || !in_service, now, {}, {}};
  symptom.entry = std::max({incident.entry, checked ? host.postchecked_at.id : EntryId{},
                            host.stage_entry, host.cordon_entry});
  if (!symptom.present) symptom.last_seen = std::max(host.stage_since, host.postchecked_at.at);
  return symptom;
}

// Present until a check after the alert finds no damage.
Symptom damage_symptom(State const& state, Incident const& incident, DataDamaged const& damaged,
                       Instant now) {
  auto const& database = at_key(state.databases, damaged.database);
  bool const checked = database.checked && database.checked_at.id > incident.entry;
  Symptom symptom;
  symptom.present = !checked || is_damaged(database);
  symptom.last_seen = symptom.present ? std::optional{now} : database.damaged_until;
  symptom.entry = checked ? database.checked_at.id : incident.entry;
  return symptom;
}

// Present while the environment is over its threshold, and while a provider that it or the control
// plane needs is reported degraded or down.
Symptom dependency_symptom(State const& state, Incident const& incident,
                           DependencyErrors const& errors, Instant now) {
  auto symptom = error_symptom(at_key(state.environments, errors.environment), now);
  auto const see = [&](ProviderName const& name) {
    auto const found = state.providers.find(name);
    if (found == state.providers.end() || !found->second.probe) return;
    auto const& probe = *found->second.probe;
    symptom.entry = std::max(symptom.entry, found->second.probe_entry);
    bool const recovered = probe.state == ProviderState::healthy && probe.since > incident.at;
    if (recovered)
      symptom.last_seen = std::max(symptom.last_seen.value_or(probe.since), probe.since);
    if (probe.state != ProviderState::degraded && probe.state != ProviderState::down) return;
    symptom.present = true;
    symptom.last_seen = now;
    symptom.absent_from.reset();
    symptom.why = name.value() + " is " + std::string{to_text(probe.state)};
  };
  for (auto const& [name, binding] : state.bindings) {
    if (binding.declared.environment == errors.environment) see(binding.declared.provider);
  }
  for (auto const& binding : state.platform_bindings) see(binding.provider);
  return symptom;
}

Symptom symptom_of(State const& state, Incident const& incident, Instant now) {
  return match(
      incident.opened.subject,
      [&](RouteErrors const& errors) {
        return error_symptom(at_key(state.environments, errors.environment), now);
      },
      [&](EdgeGap const& gap) { return gap_symptom(state, incident, gap, now); },
      [&](WakeStuck const& stuck) { return wake_symptom(state, incident, stuck, now); },
      [&](HostDue const& due) { return host_symptom(state, incident, due, now); },
      [&](DataDamaged const& damaged) { return damage_symptom(state, incident, damaged, now); },
      [&](DependencyErrors const& errors) {
        return dependency_symptom(state, incident, errors, now);
      });
}

Database const* fence_over_threshold(State const& state, Incident const& incident, Instant now) {
  auto const& subject = incident.opened.subject;
  bool const of_errors = std::holds_alternative<RouteErrors>(subject) ||
                         std::holds_alternative<DependencyErrors>(subject);
  auto const& name = environment_of(incident.opened);
  auto const* database = database_of(state, name);
  if (!of_errors || database == nullptr || !is_fenced(*database)) return nullptr;
  auto const& environment = at_key(state.environments, name);
  // An observation that ended this much later began under the fence.
  auto const under_it = database->fence->in_force_at.at + observation_interval;
  bool const over = symptom_present(environment, now) && *environment.last_over >= under_it;
  return over ? database : nullptr;
}

// Users whose session a drain of the host has cut since the alert: they lost its state.
std::uint32_t sessions_cut(State const& state, Incident const& incident, HostDue const& due,
                           EntryId& latest) {
  std::uint32_t cut = 0;
  for (auto const& [id, operation] : state.operations) {
    auto const* drain = std::get_if<kinds::Drain>(&operation.as);
    if (drain == nullptr || drain->host != due.host || operation.entry < incident.entry) continue;
    for (auto const& leaving : drain->leaving) {
      if (!leaving.sessions) continue;
      cut += leaving.sessions->cut;
      latest = std::max(latest, leaving.entry);
    }
  }
  return cut;
}

// How long it has lasted: of damage, from the first damaged write to the latest check that found
// some.
Duration affected_time(State const& state, Incident const& incident) {
  return match(
      incident.opened.subject,
      [&](WakeStuck const& stuck) {
        return at_key(state.sleepers, stuck.environment).refused_time;
      },
      [&](DataDamaged const& damaged) {
        auto const& database = at_key(state.databases, damaged.database);
        if (!database.damaged_from) return Duration{};
        return *database.damaged_until - *database.damaged_from;
      },
      [&](auto const&) {
        return at_key(state.environments, environment_of(incident.opened)).over_time;
      });
}

Affected affected(State const& state, Incident const& incident) {
  auto const& environment = at_key(state.environments, environment_of(incident.opened));
  Affected so_far;
  so_far.entry = environment.last_over_entry;
  match(
      incident.opened.subject,
      [&](RouteErrors const&) {
        for (auto const& [edge, users] : environment.users_hit) so_far.users += users;
      },
      [&](EdgeGap const& gap) {
        auto const hit = environment.users_hit.find(gap.edge);
        if (hit != environment.users_hit.end()) so_far.users = hit->second;
      },
      [&](WakeStuck const& stuck) {
        auto const& sleeper = at_key(state.sleepers, stuck.environment);
        for (auto const& [edge, users] : sleeper.users_hit) so_far.users += users;
        so_far.entry = sleeper.refused_entry;
      },
      [&](HostDue const& due) { so_far.users = sessions_cut(state, incident, due, so_far.entry); },
      [&](DataDamaged const& damaged) {
        auto const& database = at_key(state.databases, damaged.database);
        so_far.users = database.users_hit;
        so_far.entry = database.damaged_entry;
      },
      [&](DependencyErrors const&) {
        for (auto const& [edge, users] : environment.users_hit) so_far.users += users;
      });
  auto const minute = std::chrono::minutes{1};
  auto const length = affected_time(state, incident);
  so_far.minutes = static_cast<std::uint32_t>((length + minute - Duration{1}) / minute);
  return so_far;
}

PartitionId partition_of(State const& state, Incident const& incident) {
  return match(
      incident.opened.subject,
      [&](RouteErrors const& errors) { return at_key(state.routes, errors.route).partition; },
      [](EdgeGap const& gap) { return gap.partition; },
      [&](WakeStuck const& stuck) { return at_key(state.routes, stuck.route).partition; },
      [&](HostDue const& due) { return at_key(state.routes, due.route).partition; },
      [&](DataDamaged const& damaged) { return at_key(state.routes, damaged.route).partition; },
      [&](DependencyErrors const& errors) { return at_key(state.routes, errors.route).partition; });
}

bool is_to_blame(State const& state, Incident const& incident, ReleaseId release) {
  auto const digest_of = [&](ReleaseId id) { return at_key(state.releases, id).registered.digest; };
  return match(
      incident.opened.subject,
      [&](RouteErrors const&) { return digest_of(release) == digest_of(incident.release); },
      // An edge has a gap whatever its routes' owners are.
      [](EdgeGap const&) { return false; },
      [&](WakeStuck const&) { return digest_of(release) == digest_of(incident.release); },
      // A host is due whatever it runs.
      [](HostDue const&) { return false; },
      // A release whose program writes wrong rows.
      [&](DataDamaged const& damaged) {
        auto const& database = at_key(state.databases, damaged.database);
        if (!database.checked) return false;
        return std::ranges::any_of(database.checked->damage, [&](Damage const& one) {
          return one.release && digest_of(release) == digest_of(one.release);
        });
      },
      // Whatever release runs, its dependencies are the same.
      [](DependencyErrors const&) { return false; });
}

}  // namespace studylab::control

namespace studylab::control::incidents {
namespace {

// The environments with a route that failed, in the order of their names.
std::vector<EnvironmentName const*> failing_environments(State const& state,
                                                         RequestsObserved const& fact) {
  std::vector<EnvironmentName const*> names;
  RouteKey const* last = nullptr;  // an edge reports a route's rows together
  for (auto const& row : fact.rows) {
    if (!failed(row) || (last != nullptr && *last == row.route)) continue;
    last = &row.route;
    auto const found = state.environment_by_route.find(row.route);
    if (found != state.environment_by_route.end()) names.push_back(&found->second);
  }
  auto const name = [](EnvironmentName const* n) -> EnvironmentName const& { return *n; };
  std::ranges::sort(names, {}, name);
  auto const repeated = std::ranges::unique(names, {}, name);
  names.erase(repeated.begin(), repeated.end());
  return names;
}

BindingName failing_binding(RequestsObserved const& fact, RouteKey const& route) {
  for (auto const& row : fact.rows) {
    if (row.route == route && row.error == RequestError::binding) return row.binding;
  }
  return BindingName{};
}

// Whether errors of the environment over its threshold open an incident. A planned maintenance is
// the run's incident: errors before it is due open none.
bool alarms(State const& state, Environment const& environment) {
  bool const production = environment.declared.lane == Lane::production;
  if (state.incident || state.maintenance || !production) return false;
  return state.dependency_alarms.empty() ||
         state.dependency_alarms.contains(environment.declared.environment);
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
  for (auto const* failing : failing_environments(state, fact)) {
    auto const& name = *failing;
    // While it sleeps, its gates answer.
    if (sleeper_of(state, name) != nullptr && !is_hot(state, name)) continue;
    auto& environment = at_key(state.environments, name);
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
    if (alarms(state, environment)) state.incident_due = name;
    auto const from = std::max(fact.from, environment.over_covered_until.value_or(fact.from));
    if (fact.until > from) {
      environment.over_time += fact.until - from;
      environment.over_covered_until = fact.until;
    }
    auto& hit = environment.users_hit[fact.edge];
    hit = std::max(hit, count.users);
  }
}

void observe(State& state, EdgeGapSeen const& fact) {
  auto const alarm = state.gap_alarms.find(fact.partition);
  if (state.incident || alarm == state.gap_alarms.end()) return;
  auto const& environment = at_key(state.environments, alarm->second);
  state.incident_due = EdgeGap{alarm->second, environment.declared.route,
                               fact.edge,     fact.partition,
                               fact.cause,    fact.applied,
                               fact.seen};
}

void observe(State& state, DataDamageReported const& fact) {
  if (state.incident) return;
  auto const& database = at_key(state.databases, fact.database);
  auto const& name = database.registered.environment;
  auto const& declared = at_key(state.environments, name).declared;
  if (declared.lane != Lane::production) return;
  state.incident_due = DataDamaged{name, declared.route, fact.database, fact.rows};
}

void observe(State& state, WakeFact const& fact) {
  auto const due = [&](EnvironmentName const& name) {
    auto const& declared = at_key(state.environments, name).declared;
    if (state.incident || declared.lane != Lane::production) return;
    state.incident_due = WakeStuck{name, declared.route, {}};
  };
  if (auto const* gave_up = std::get_if<WakeGaveUp>(&fact)) due(gave_up->environment);
  auto const* gate = std::get_if<GateReported>(&fact);
  if (gate != nullptr && gate->crossing == GateCrossing::bound) due(gate->environment);
}

}  // namespace studylab::control::incidents
