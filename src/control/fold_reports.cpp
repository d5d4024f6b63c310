// Folds of edges, bindings, people, the incident and the operator.
#include <algorithm>
#include <set>

#include "control/fold.h"

namespace studylab::control {
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

void observe(State& state, RequestsObserved const& fact, EntryRef at) {
  state.observations.push_back(at.id);
  auto& edge = at_key(state.edges, fact.edge);
  if (fact.until >= edge.observed_until) {
    edge.applied = fact.applied;
    edge.observed_entry = at.id;
    edge.observed_until = fact.until;
  }
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

void see_view(State& state, EdgeViewReported const& fact, EntryRef at) {
  auto& edge = at_key(state.edges, fact.edge);
  if (fact.origin.at < edge.view_at) return;
  edge.view.clear();
  for (auto const& view : fact.partitions) edge.view[view.partition] = view;
  edge.view_entry = at.id;
  edge.view_at = fact.origin.at;
}

void acknowledge(Edge& edge, PartitionId partition, RouteSequence sequence) {
  for (auto& applied : edge.applied) {
    if (applied.partition == partition) applied.sequence = std::max(applied.sequence, sequence);
  }
}

// An order to resume stays open while it follows a good snapshot of the edge: until the last such
// snapshot is live, replaced or found bad.
void end_resume(Edge& edge) {
  if (edge.resume && !follows_good_snapshot(edge, edge.resume->from)) edge.resume.reset();
}

void resumed(State& state, EdgeResumed const& fact, EntryRef at) {
  auto& edge = at_key(state.edges, fact.edge);
  edge.gaps.erase(fact.partition);
  edge.gap_entry = at.id;
  edge.snapshots.erase(fact.partition);
  end_resume(edge);
  edge.resume_entry = at.id;
  acknowledge(edge, fact.partition, fact.sequence);
  if (fact.operation) at_key(state.operations, fact.operation).resumed_entry = at.id;
}

void fetched(State& state, SnapshotFetched const& fact, EntryRef at) {
  auto& edge = at_key(state.edges, fact.edge);
  edge.snapshots[fact.partition] = FetchedSnapshot{fact, at.id, SnapshotVerdict::unverified, {}};
  edge.snapshot_order = EntryId{};
  end_resume(edge);
}

void snapshot_checked(State& state, SnapshotChecked const& fact, EntryRef at) {
  auto& edge = at_key(state.edges, fact.edge);
  auto const snapshot = edge.snapshots.find(fact.partition);
  if (snapshot != edge.snapshots.end()) {
    snapshot->second.verdict = fact.verdict;
    snapshot->second.verdict_entry = at.id;
  }
  edge.verify_order = EntryId{};
  end_resume(edge);
}

void place_hold(State& state, HoldId id, HoldKind kind, EnvironmentName const& environment,
                EntryRef at) {
  state.holds[id] = Hold{id, kind, environment, at.id};
  state.last_hold = std::max(state.last_hold, id);
}

void set_gap_policy(State& state, GapPolicySet const& fact, EntryRef at) {
  auto& environment = at_key(state.environments, fact.environment);
  environment.gap_policy = fact.policy;
  environment.gap_policy_entry = at.id;
  if (environment.gap_policy_hold) state.holds.erase(environment.gap_policy_hold);
  bool const back_to_declared = fact.policy == environment.declared.gap_policy;
  environment.gap_policy_hold = back_to_declared ? HoldId{} : fact.hold;
  if (!back_to_declared) place_hold(state, fact.hold, HoldKind::gap_policy, fact.environment, at);
  for (auto const& [edge, registered] : state.edges) {
    state.unapplied_gap_policies.insert({fact.environment, edge});
  }
}

void gap_policy_applied(State& state, GapPolicyApplied const& fact) {
  std::erase_if(state.unapplied_gap_policies, [&](auto const& unapplied) {
    auto const& [environment, edge] = unapplied;
    return edge == fact.edge &&
           at_key(state.environments, environment).gap_policy_entry == fact.ordered_by;
  });
}

void answer(State& state, NoticeId id, EntryRef at) {
  at_key(state.notices, id).answer_entry = at.id;
  close_id(state.open_notices, id);
}

void notify(State& state, Notice notice) {
  open_id(state.open_notices, notice.id);
  state.notices[notice.id] = std::move(notice);
}

void probed(State& state, BindingsProbed const& fact, EntryRef at) {
  for (auto const& binding : fact.bindings) {
    auto const found = state.bindings.find(binding.binding);
    if (found == state.bindings.end()) continue;
    found->second.probed = binding;
    found->second.probed_entry = at.id;
  }
  if (state.incident && environment_of(state.incident->opened) == fact.environment) {
    state.incident->probed_entry = at.id;
  }
}

void unfreeze(State& state, EnvironmentUnfrozen const& fact, EntryRef at) {
  auto& environment = at_key(state.environments, fact.environment);
  environment.freeze = HoldId{};
  environment.freeze_entry = at.id;
  state.holds.erase(fact.hold);
  for (auto const id : fact.kept_waiting) {
    auto& operation = at_key(state.operations, id);
    operation.kept_waiting = true;
    // The freeze has been lifted, so it must no longer be printed as the reason.
    operation.why = "stays waiting: it would bring the incident back or does not fit the database";
    operation.stage_entry = at.id;
  }
}

void open_incident(State& state, IncidentOpened const& fact, EntryRef at) {
  Incident incident;
  incident.opened = fact;
  incident.release = at_key(state.routes, route_of(fact)).release;
  incident.entry = at.id;
  incident.at = at.at;
  state.incident_due = EnvironmentName{};
  state.incident = std::move(incident);
  // The alert names these, so the operator can refer to them from the start.
  for (auto name : {to_text(fact.incident), to_text(environment_of(fact)), to_text(route_of(fact)),
                    to_text(operation_of(fact)), to_text(edge_of(fact))}) {
    state.shown_names.insert(std::move(name));
  }
}

}  // namespace

void fold(State& state, EdgeFact const& fact, EntryRef at) {
  match(
      fact, [&](RequestsObserved const& f) { observe(state, f, at); },
      [&](EdgeStarted const& f) {
        auto& edge = at_key(state.edges, f.edge);
        edge.boot = f.origin.boot;
        edge.started = f.origin.at;
        edge.entry = at.id;
      },
      [&](EdgeViewReported const& f) { see_view(state, f, at); },
      [&](EdgeGapSeen const& f) {
        auto& edge = at_key(state.edges, f.edge);
        edge.gaps[f.partition] = f;
        edge.gap_entry = at.id;
      },
      [&](SnapshotFetched const& f) { fetched(state, f, at); },
      [&](SnapshotChecked const& f) { snapshot_checked(state, f, at); },
      [&](EdgeResumed const& f) { resumed(state, f, at); },
      [&](AutoRepairGaveUp const& f) {
        if (f.operation) at_key(state.operations, f.operation).gave_up = true;
      },
      [&](GapPolicySet const& f) { set_gap_policy(state, f, at); },
      [&](GapPolicyApplied const& f) { gap_policy_applied(state, f); },
      [&](SnapshotOrdered const& f) { at_key(state.edges, f.edge).snapshot_order = at.id; },
      [&](VerifyOrdered const& f) { at_key(state.edges, f.edge).verify_order = at.id; },
      [&](ResumeOrdered const& f) {
        auto& edge = at_key(state.edges, f.edge);
        edge.resume = f;
        edge.resume_entry = at.id;
      });
}

void fold(State& state, ProviderFact const& fact, EntryRef at) {
  match(fact, [&](BindingsProbed const& f) { probed(state, f, at); });
}

void fold(State& state, PeopleFact const& fact, EntryRef at) {
  match(
      fact, [&](OwnerNotified const& f) { notify(state, Notice{f.notice, f, at.id, {}}); },
      [&](OwnerRepaired const& f) { answer(state, f.notice, at); },
      [&](OwnerFoundNothing const& f) { answer(state, f.notice, at); },
      [&](OwnerAcknowledged const& f) { answer(state, f.notice, at); },
      [&](TeamEscalated const& f) { notify(state, Notice{f.notice, f, at.id, {}}); },
      [&](TeamAnswered const& f) { answer(state, f.notice, at); },
      [&](OwnerStatusPublished const& f) {
        auto& environment = at_key(state.environments, f.environment);
        if (environment.status_hold) state.holds.erase(environment.status_hold);
        environment.status = f;
        environment.status_entry = at.id;
        environment.status_hold = f.hold;
        place_hold(state, f.hold, HoldKind::owner_status, f.environment, at);
      },
      [&](OwnerStatusResolved const& f) {
        auto& environment = at_key(state.environments, f.environment);
        environment.status.reset();
        environment.status_entry = at.id;
        environment.status_hold = HoldId{};
        state.holds.erase(f.hold);
      });
}

void fold(State& state, IncidentFact const& fact, EntryRef at) {
  match(
      fact, [&](IncidentOpened const& f) { open_incident(state, f, at); },
      [&](EnvironmentFrozen const& f) {
        auto& environment = at_key(state.environments, f.environment);
        environment.freeze = f.hold;
        environment.freeze_entry = at.id;
        place_hold(state, f.hold, HoldKind::freeze, f.environment, at);
      },
      [&](EnvironmentUnfrozen const& f) { unfreeze(state, f, at); },
      [&](Classified const& f) {
        if (!state.incident) return;
        state.incident->classified = f;
        state.incident->classified_entry = at.id;
      },
      [](Noted const&) {},
      [&](ImpactStated const&) {
        if (state.incident) state.incident->impact_entry = at.id;
      },
      [&](IncidentClosed const&) {
        if (state.incident) state.incident->closed_entry = at.id;
      });
}

// `evolve` records what it showed.
void fold(State&, OperatorFact const& fact, EntryRef) {
  match(
      fact, [](Queried const&) {}, [](Checked const&) {}, [](CommandRefused const&) {},
      [](HintGiven const&) {}, [](Waited const&) {});
}

}  // namespace studylab::control
