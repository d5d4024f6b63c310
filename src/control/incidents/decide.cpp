#include <algorithm>

#include <fmt/format.h>

#include "control/decision.h"
#include "control/incidents/incidents.h"
#include "control/incidents/stages.h"
#include "control/people/people.h"
#include "control/restores/restores.h"

namespace studylab::control::incidents {
namespace {

// Damaged data is closed with what was lost, and who approved it.
std::optional<Refusal> impact_lacks(State const& state) {
  auto const* damaged = std::get_if<DataDamaged>(&state.incident->opened.subject);
  if (damaged == nullptr || !at_key(state.databases, damaged->database).damaged_from) {
    return std::nullopt;
  }
  auto const& stated = *state.incident->impact;
  if (!stated.data.empty() && !stated.approved_by.value().empty()) return std::nullopt;
  return Refusal{RefusalCode::impact_missing,
                 stated.data.empty() ? "the impact does not state what became of the data"
                                     : "the impact does not state who approved it",
                 "`impact … --data \"rows and minutes lost\" --approved-by NAME`"};
}

}  // namespace

Decision decide(State const&, Classify const& verb, Act const& act) {
  return single(Classified{verb.fault_class, verb.scope, act});
}

Decision decide(State const&, Note const& verb, Act const& act) {
  return single(Noted{verb.text, act});
}

Decision decide(State const&, StateImpact const& verb, Act const& act) {
  return single(ImpactStated{verb.users, verb.minutes, verb.data, verb.approved_by, act});
}

Decision decide(State const& state, Close const& verb, Act const& act) {
  if (state.incident && !is_open(state.incident)) {
    return refuse(RefusalCode::no_such_thing, "no incident is open", "the incident has ended");
  }
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    // A plan is a check, and changes nothing.
    if (!operation.by_operator || is_only_planned(operation)) continue;
    return refuse(RefusalCode::repair_open,
                  fmt::format("{} is still {}", to_text(id), to_text(operation.stage)),
                  fmt::format("`wait --for {}`", to_text(id)));
  }
  for (auto const id : state.open_notices) {
    if (!asks_for_repair(at_key(state.notices, id))) continue;
    return refuse(RefusalCode::repair_open, fmt::format("{} has not been answered", to_text(id)),
                  "`wait` until it is answered");
  }
  for (auto const& [id, edge] : state.edges) {
    if (!edge.resume) continue;
    return refuse(RefusalCode::repair_open, fmt::format("{} has not resumed yet", to_text(id)),
                  "`wait 10s`");
  }
  if (!state.incident || !state.incident->impact_entry) {
    return refuse(
        RefusalCode::impact_missing, "the impact has not been stated",
        "`impact --users N --minutes N --because \"…\"`; `show incident` has the numbers");
  }
  if (auto refusal = impact_lacks(state)) return std::unexpected(*refusal);
  if (act.refs.empty()) {
    return refuse(RefusalCode::evidence_missing, "an incident cannot be closed without evidence",
                  "give the entries that show it with `--ref`");
  }
  std::vector<HoldId> keep;
  for (auto const& name : verb.keep) {
    auto const hold = parse_id<HoldId>(name);
    if (!hold || !state.holds.contains(*hold)) {
      return refuse(RefusalCode::no_such_hold, fmt::format("hold '{}' does not exist", name),
                    "`show incident` lists the holds");
    }
    keep.push_back(*hold);
  }
  for (auto const& [id, hold] : state.holds) {
    if (std::find(keep.begin(), keep.end(), id) != keep.end()) continue;
    return refuse(RefusalCode::holds_open,
                  fmt::format("{} ({} on {}) is still in force", to_text(id), to_text(hold.kind),
                              to_text(hold.on)),
                  fmt::format("lift it, or `--keep {}`", to_text(id)));
  }
  return single(IncidentClosed{verb.summary, std::move(keep), verb.hand_over, act});
}

bool may_open(State const& state) {
  if (!accepts(state, IncidentEvent::opened) || !state.incident_due) return false;
  auto const* stuck = std::get_if<WakeStuck>(&*state.incident_due);
  return stuck == nullptr || at_key(state.sleepers, stuck->environment).wake;
}

namespace {

// The planned maintenance, once it is due.
std::optional<IncidentDue> maintenance_due(State const& state, Instant now) {
  auto const& planned = state.maintenance;
  if (state.incident || !planned || now < planned->due) return std::nullopt;
  auto const& declared = at_key(state.environments, planned->environment).declared;
  return HostDue{planned->environment, declared.route, planned->host};
}

}  // namespace

Decision open_due(State const& state, Instant now) {
  auto const due = may_open(state) ? state.incident_due : maintenance_due(state, now);
  if (!due) return no_facts();
  auto const subject = match(
      *due,
      [&](EnvironmentName const& name) -> IncidentSubject {
        auto const& environment = at_key(state.environments, name);
        auto const& owner = at_key(state.routes, environment.declared.route);
        if (state.dependency_alarms.contains(name)) {
          return DependencyErrors{name, owner.route, environment.last_over_edge,
                                  environment.last_over_rate, environment.declared.threshold};
        }
        return RouteErrors{name,
                           owner.route,
                           environment.last_over_edge,
                           owner.operation,
                           environment.last_over_rate,
                           environment.declared.threshold};
      },
      [](EdgeGap const& gap) -> IncidentSubject { return gap; },
      [&](WakeStuck stuck) -> IncidentSubject {
        stuck.operation = at_key(state.sleepers, stuck.environment).wake;
        return stuck;
      },
      [](HostDue const& host) -> IncidentSubject { return host; },
      [](DataDamaged const& damaged) -> IncidentSubject { return damaged; });
  auto const before = state.incident ? state.incident->opened.incident : IncidentId{};
  return single(IncidentOpened{IncidentId{before.number + 1}, Severity::high, subject});
}

}  // namespace studylab::control::incidents
