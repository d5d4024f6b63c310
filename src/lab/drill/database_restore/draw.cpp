#include "lab/drill/database_restore/draw.h"

#include <fmt/format.h>

#include "lab/drill/database_restore/faults.h"
#include "lab/drill/initial_facts.h"

namespace studylab::drill::database_restore {
namespace {

Incident incident_of(DrawnTopology const& topology, IncidentParts const& parts) {
  auto const& environment = topology.environments[topology.incident];
  Incident incident;
  incident.environment = environment.name;
  incident.release = environment.releases[parts.release].id;
  incident.past = parts.past;
  incident.past.migration = environment.operations[parts.migration].id;
  return incident;
}

bool shows_damage(Fact const& fact, DatabaseName const& database) {
  auto const* checked = fact_if<DatabaseChecked>(fact);
  return checked != nullptr && checked->database == database && !checked->damage.empty();
}

// The replica's check reports rows in every variant; only a check of the database says why.
void raise_alarm(Seed const& seed, Incident const& incident, DrawnRun& run) {
  Random random{seed, "alarm"};
  auto const rows = static_cast<std::uint64_t>(random.between(20, 400));
  run.plan.changes.push_back(
      {run.alert_at,
       world::DataDamageAlarm{incident.database.name, rows,
                              fmt::format("{} rows differ from what users wrote", rows)}});
}

}  // namespace

DrawnRun draw_restore(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                      Topology topology) {
  auto const& bounds = drill.at(level);
  auto const& fault = dynamic_cast<DataFault const&>(*variant.fault);
  auto drawn = draw_topology(drill.topology_at(level), seed, topology);
  auto const times = draw_times(bounds, drawn.edges, seed);
  draw_history(drawn, drill, seed, times.began);
  auto const parts = draw_incident(drawn, seed, times);
  draw_elsewhere(drawn, drill, bounds, seed, times);
  give_ids(drawn);
  fault.put_into_initial(drawn, parts);

  auto run = draw_calm(drawn, drill, seed, variant, level, times);
  auto incident = incident_of(drawn, parts);
  incident.pace = times.pace;
  incident.database = add_database(drawn, seed, run);
  add_past(seed, incident, run);
  auto const& database = incident.database.name;
  run.alert = filled(std::move(run.alert), "{database}", database.value());
  run.is_witness = [witness = fault.witness(), database](Fact const& fact) {
    if (witness == Witness::alert) return fact_if<IncidentOpened>(fact) != nullptr;
    return shows_damage(fact, database);
  };
  fault.put_into({incident, seed}, run);
  raise_alarm(seed, incident, run);
  world::LastCheck checked;
  checked.database = database;
  add_last_check(bounds, seed, times, std::move(checked), run);
  mislead(bounds, seed, drawn, times, run);
  let_people_speak(drill, bounds, seed, times, run);
  return run;
}

}  // namespace studylab::drill::database_restore
