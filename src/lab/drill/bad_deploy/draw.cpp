#include "lab/drill/bad_deploy/draw.h"

#include <algorithm>

#include "base/check.h"
#include "lab/drill/bad_deploy/faults.h"
#include "lab/drill/databases.h"
#include "lab/drill/initial_facts.h"

namespace studylab::drill::bad_deploy {
namespace {

Incident incident_of(DrawnTopology const& topology, IncidentParts const& parts,
                     Times const& times) {
  auto const& environment = topology.environments[topology.incident];
  auto const& release = environment.releases[parts.release];
  Incident incident;
  incident.environment = environment.name;
  incident.route = environment.route;
  incident.partition = environment.partition;
  incident.operation = environment.operations[parts.promotion].id;
  incident.release = release.id;
  incident.previous = environment.releases[environment.current].id;
  incident.digest = release.digest;
  if (parts.queued_again) incident.queued_again = environment.operations[*parts.queued_again].id;
  incident.candidate = environment.releases[parts.candidate].id;
  incident.candidate_fits = parts.candidate_fits;
  incident.edge = times.first_edge;
  incident.binding = parts.binding;
  incident.migration = parts.migration.name;
  incident.fault_at = times.fault_at;
  incident.alert_at = times.alert_at;
  return incident;
}

bool failed_of(RequestsObserved const& observed, Incident const& incident, RequestError error,
               ReleaseId release) {
  return std::ranges::any_of(observed.rows, [&](ObservedRow const& row) {
    return row.route == incident.route && row.release == release && row.error == error &&
           row.requests > 0;
  });
}

}  // namespace

DrawnPromotion draw_promotion(Drill const& drill, Seed const& seed, Variant const& variant,
                              Level level, Topology topology) {
  auto const& bounds = drill.at(level);
  auto const& fault = dynamic_cast<DeployFault const&>(*variant.fault);
  auto drawn = draw_topology(drill.topology_at(level), seed, topology);
  auto const times = draw_times(bounds, drawn.edges, seed);
  draw_history(drawn, drill, seed, times.began);
  auto parts = draw_incident(drawn, drill, seed, times);
  draw_elsewhere(drawn, drill, bounds, seed, times);
  auto const fixed_id = give_ids(drawn);
  fault.put_into_initial(drawn, parts);

  DrawnPromotion run{draw_calm(drawn, drill, seed, variant, level, times),
                     incident_of(drawn, parts, times)};
  run.incident.database = add_database(drawn, seed, run);
  run.alert = filled(std::move(run.alert), "{operation}", to_text(run.incident.operation));
  run.is_witness = [witness = fault.witness(), incident = run.incident](Fact const& fact) {
    return witnesses(witness, incident, fact);
  };
  fault.put_into_world({parts, run.incident, drawn, seed, fixed_id}, run);
  mislead(bounds, seed, drawn, times, run);
  let_people_speak(drill, bounds, seed, times, run);
  return run;
}

bool witnesses(Witness witness, Incident const& incident, Fact const& fact) {
  if (witness == Witness::alert) return fact_if<IncidentOpened>(fact) != nullptr;
  auto const* observed = fact_if<RequestsObserved>(fact);
  if (observed == nullptr) return false;
  switch (witness) {
    case Witness::alert: return false;
    case Witness::failed_answer:
      return failed_of(*observed, incident, RequestError::status, incident.release);
    case Witness::failed_binding:
      return failed_of(*observed, incident, RequestError::binding, incident.release);
    case Witness::answer_at_old_owner:
      return observed->edge == incident.edge &&
             failed_of(*observed, incident, RequestError::no_endpoint, ReleaseId{});
  }
  check_failed("a witness", __FILE__, __LINE__);
}

}  // namespace studylab::drill::bad_deploy
