#include "lab/drill/provider_outage/draw.h"

#include "lab/drill/initial_facts.h"
#include "lab/drill/provider_outage/faults.h"

namespace studylab::drill::provider_outage {
namespace {

using namespace std::chrono_literals;

// The next probe comes within four seconds of the alert, so that what is at fault shows itself
// before an operator who only guesses has ended the run.
constexpr Duration closer_to_probe = 3s;

// Errors of the app's own open the incident in every variant, and are over at once.
void draw_burst(Seed const& seed, Times const& times, DrawnRun& run) {
  Random random{seed, "burst"};
  world::Behaviour failing;
  failing.failing = Permille{1000};
  failing.code = "unhandled_exception";
  failing.log_lines = {"request {}: unhandled exception in handler render_summary"};
  auto const over = times.alert_at + std::chrono::milliseconds{random.between(300, 600)};
  auto& changes = run.plan.changes;
  changes.push_back(
      {times.fault_at, world::BurstChange{run.route, times.first_edge, std::move(failing)}});
  changes.push_back({over, world::BurstChange{run.route, times.first_edge, std::nullopt}});
}

}  // namespace

DrawnRun draw_outage(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                     Topology topology) {
  auto const& bounds = drill.at(level);
  auto const& fault = dynamic_cast<OutageFault const&>(*variant.fault);
  auto drawn = draw_topology(drill.topology_at(level), seed, topology);
  auto times = draw_times(bounds, drawn.edges, seed);
  times.fault_at += closer_to_probe;
  times.alert_at += closer_to_probe;
  bind_all_kinds(drawn.environments[drawn.incident]);
  draw_history(drawn, drill, seed, times.began);
  schedule_migration(drawn, seed, times);
  draw_elsewhere(drawn, drill, bounds, seed, times);
  give_ids(drawn);

  auto run = draw_calm(drawn, drill, seed, variant, level, times);
  auto const incident = place_incident(drawn, seed, times, run);
  Injection const into{incident, times, seed};
  prove_region(fault.proofs(), into, run);
  draw_burst(seed, times, run);
  fault.put_into(into, run);
  mislead(bounds, seed, drawn, times, run);
  let_people_speak(drill, bounds, seed, times, run);
  return run;
}

}  // namespace studylab::drill::provider_outage
