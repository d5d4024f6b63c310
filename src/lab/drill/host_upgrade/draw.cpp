#include "lab/drill/host_upgrade/draw.h"

#include "lab/drill/databases.h"
#include "lab/drill/host_upgrade/faults.h"
#include "lab/drill/initial_facts.h"

namespace studylab::drill::host_upgrade {
namespace {

// Every allocation's sessions, image and drift are as the fault leaves them. The alert itself shows
// the fault, except where a process ends.
std::function<bool(Fact const&)> witness_of(UpgradeFault const& fault, Incident const& incident) {
  if (fault.witness() == Witness::alert) {
    return [](Fact const& fact) { return fact_if<IncidentOpened>(fact) != nullptr; };
  }
  return [down = incident.on_third](Fact const& fact) {
    auto const* failed = fact_if<AllocationFailed>(fact);
    return failed != nullptr && failed->allocation == down;
  };
}

}  // namespace

DrawnUpgrade draw_upgrade(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                          Topology topology) {
  auto const& bounds = drill.at(level);
  auto const& fault = dynamic_cast<UpgradeFault const&>(*variant.fault);
  auto drawn = draw_topology(drill.topology_at(level), seed, topology);
  auto times = draw_times(bounds, drawn.edges, seed);
  times.alert_at = times.fault_at;
  draw_history(drawn, drill, seed, times.began);
  // They come due after the run: an allocation more would take a slot that a host has to have free.
  auto after_run = times;
  after_run.alert_at += drill.limits.time;
  draw_elsewhere(drawn, drill, bounds, seed, after_run);
  // Two members, and the replacement of one of them. Their sessions are in memory only.
  auto& environment = drawn.environments[drawn.incident];
  environment.replicas = 3;
  environment.session_store = SessionStore::none;
  give_ids(drawn);

  DrawnUpgrade run{draw_calm(drawn, drill, seed, variant, level, times), {}};
  add_database(drawn, seed, run);
  run.incident = place_incident(drawn, draw_roles(drawn, drill, seed), seed, times, run);
  auto const& incident = run.incident;
  run.alert = filled(run.alert, "{host}", to_text(incident.host));
  run.is_witness = witness_of(fault, incident);
  auto const image = fault.image() == Image::old ? incident.old : incident.declared;
  auto& changes = run.plan.changes;
  changes.push_back({times.began, world::HostImageChange{incident.host, image}});
  changes.push_back({times.began, world::HostImageChange{incident.drained, incident.old}});
  fault.put_into({incident, times, seed}, run);
  world::LastCheck checked;
  checked.host = incident.host;
  checked.image = incident.old;
  add_last_check(bounds, seed, times, std::move(checked), run);
  mislead(bounds, seed, drawn, times, run);
  let_people_speak(drill, bounds, seed, times, run);
  return run;
}

}  // namespace studylab::drill::host_upgrade
