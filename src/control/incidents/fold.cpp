#include "control/environments/environments.h"
#include "control/incidents/incidents.h"
#include "control/incidents/stages.h"

namespace studylab::control {

void place_hold(State& state, HoldId id, HoldKind kind, EnvironmentName const& environment,
                EntryRef at) {
  state.holds[id] = Hold{id, kind, environment, at.id};
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
  state.incident_due = EnvironmentName{};
  state.incident = std::move(incident);
  // The alert names these, so the operator can refer to them from the start.
  for (auto name : {to_text(fact.incident), to_text(environment_of(fact)), to_text(route_of(fact)),
                    to_text(operation_of(fact)), to_text(edge_of(fact))}) {
    state.shown_names.insert(std::move(name));
  }
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
      [&](ImpactStated const&) {
        if (advance(state, IncidentEvent::impact_stated)) state.incident->impact_entry = at.id;
      },
      [&](IncidentClosed const&) {
        if (advance(state, IncidentEvent::closed)) state.incident->closed_entry = at.id;
      });
}

}  // namespace studylab::control::incidents
