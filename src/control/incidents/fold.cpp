#include "control/environments/environments.h"
#include "control/incidents/incidents.h"
#include "control/incidents/stages.h"
#include "control/jobs/jobs.h"

namespace studylab::control {

std::string to_text(HeldNoun const& noun) {
  return std::visit([](auto const& name) { return std::string{studylab::to_text(name)}; }, noun);
}

void place_hold(State& state, HoldId id, HoldKind kind, HeldNoun on, EntryRef at) {
  state.holds[id] = Hold{id, kind, std::move(on), at.id};
  state.last_hold = std::max(state.last_hold, id);
}

}  // namespace studylab::control

namespace studylab::control::incidents {
namespace {

void open_incident(State& state, IncidentOpened const& fact, EntryRef at) {
  Incident incident;
  auto const stage = next_stage(state, IncidentEvent::opened);
  STUDYLAB_CHECK(stage);
  incident.opened = fact;
  incident.stage = *stage;
  incident.release = at_key(state.routes, route_of(fact)).release;
  incident.entry = at.id;
  incident.at = at.at;
  state.incident_due.reset();
  state.incident = std::move(incident);
  // The alert names these, so the operator can refer to them from the start.
  for (auto name : {to_text(fact.incident), to_text(environment_of(fact)), to_text(route_of(fact)),
                    to_text(edge_of(fact))}) {
    state.shown_names.insert(std::move(name));
  }
  auto const operation = operation_of(fact);
  if (operation) state.shown_names.insert(to_text(operation));
  auto const host = host_of(fact);
  if (host) state.shown_names.insert(to_text(host));
  auto const& database = database_of(fact);
  if (!database.value().empty()) state.shown_names.insert(database.value());
}

// Whether the event is one of the incident's present stage. An operator can also classify or state
// an impact when no incident is open.
bool advance(State& state, IncidentEvent event) {
  auto const stage = next_stage(state, event);
  if (stage) state.incident->stage = *stage;
  return stage.has_value();
}

}  // namespace

void fold(State& state, IncidentFact const& fact, EntryRef at) {
  match(
      fact, [&](IncidentOpened const& f) { open_incident(state, f, at); },
      [&](EnvironmentFrozen const& f) { environments::fold(state, f, at); },
      [&](EnvironmentUnfrozen const& f) { environments::fold(state, f, at); },
      [&](Classified const& f) {
        if (!advance(state, IncidentEvent::classified)) return;
        state.incident->classified = f;
        state.incident->classified_entry = at.id;
      },
      [](Noted const&) {},
      [&](ImpactStated const& f) {
        if (!advance(state, IncidentEvent::impact_stated)) return;
        state.incident->impact = f;
        state.incident->impact_entry = at.id;
      },
      [&](IncidentClosed const& f) {
        auto const event = f.handed_to ? IncidentEvent::handed_over : IncidentEvent::closed;
        if (advance(state, event)) state.incident->closed_entry = at.id;
      },
      [&](EnvironmentPaused const& f) { jobs::fold(state, f, at); },
      [&](EnvironmentUnpaused const& f) { jobs::fold(state, f, at); });
}

void fold(State& state, GapAlarmDeclared const& fact, EntryRef) {
  state.gap_alarms[fact.partition] = fact.environment;
}

void fold(State& state, DependencyAlarmDeclared const& fact, EntryRef) {
  state.dependency_alarms.insert(fact.environment);
}

}  // namespace studylab::control::incidents
