#include "lab/drill/route_gap/draw.h"

#include "lab/drill/databases.h"
#include "lab/drill/initial_facts.h"
#include "lab/drill/route_gap/faults.h"

namespace studylab::drill::route_gap {

DrawnGap draw_gap(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                  Topology topology) {
  auto const& bounds = drill.at(level);
  auto const& fault = dynamic_cast<GapFault const&>(*variant.fault);
  auto drawn = draw_topology(drill.topology_at(level), seed, topology);
  auto times = draw_times(bounds, drawn.edges, seed);
  draw_history(drawn, drill, seed, times.began);
  auto incident = draw_incident(drawn, seed, times);
  times.alert_at = incident.gap_at;
  draw_elsewhere(drawn, drill, bounds, seed, times);
  give_ids(drawn);
  name_releases(drawn, incident);

  DrawnGap run{draw_calm(drawn, drill, seed, variant, level, times), incident};
  add_database(drawn, seed, run);
  for (auto& fact : control_planes(incident, seed)) run.plan.initial.push_back(std::move(fact));
  run.alert = filled(std::move(run.alert), "{edge}", to_text(incident.edge));
  // In every variant, the edge hears nothing of either promotion until the alert.
  run.plan.changes.push_back(
      {times.began, world::ConsumerStall{incident.edge, incident.partition}});
  fault.put_into_world(incident, seed, run);
  mislead(bounds, seed, drawn, times, run);
  let_people_speak(drill, bounds, seed, times, run);
  return run;
}

}  // namespace studylab::drill::route_gap
