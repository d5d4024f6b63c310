#include "lab/drill/setup.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "base/check.h"
#include "base/version.h"
#include "lab/drill/fault.h"
#include "lab/drill/incident.h"
#include "lab/drill/standing.h"
#include "lab/drill/topology.h"

namespace studylab::drill {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

constexpr std::array noise{
    "cache: 3 of 40 entries expired"sv,
    "slow query: 212 ms in list_recent"sv,
    "deprecated option 'legacy_dates' is set; ignored"sv,
    "session sweep: nothing to do"sv,
    "retrying a metric upload after a time-out"sv,
    "warn: template without a translation: footer"sv,
    "image resize fell back to the original"sv,
    "pool: 9 of 10 connections in use for 2 s"sv,
};

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

std::vector<world::Flow> draw_flows(DrawnTopology const& topology, TrafficBounds const& bounds,
                                    Seed const& seed) {
  Random random{seed, "traffic"};
  std::vector<world::Flow> flows;
  flows.reserve(topology.environments.size() * topology.edges);
  for (std::size_t i = 0; i < topology.environments.size(); ++i) {
    auto const& per_second =
        i == topology.incident ? bounds.incident_per_second : bounds.others_per_second;
    auto const unsafe =
        static_cast<std::uint32_t>(random.between(bounds.unsafe.low, bounds.unsafe.high));
    for (std::uint32_t edge = 1; edge <= topology.edges; ++edge) {
      auto const rate = static_cast<std::uint32_t>(
          random.between(60 * std::int64_t{per_second.low}, 60 * std::int64_t{per_second.high}));
      auto users = static_cast<std::uint32_t>(random.between(bounds.users.low, bounds.users.high));
      if (i != topology.incident) users = std::max(1U, rate / 30);
      flows.push_back(
          {topology.environments[i].route, EdgeId{edge}, rate, Permille{unsafe}, users});
    }
  }
  return flows;
}

std::vector<std::string> draw_noise(Drill const& drill, LevelBounds const& level,
                                    Seed const& seed) {
  Random random{seed, "noise"};
  auto lines = noise;
  random.shuffle(std::span<std::string_view>{lines});
  auto const count =
      static_cast<std::size_t>(random.between(level.noise_lines.low, level.noise_lines.high));
  if (!drill.has(Decoy::log_noise)) return {};
  return {lines.begin(),
          lines.begin() + static_cast<std::ptrdiff_t>(std::min(count, lines.size()))};
}

// A healthy edge stops reporting after the alert; never the one that raised it.
void draw_silence(LevelBounds const& level, Seed const& seed, std::uint32_t edges, DrawnRun& run) {
  if (!level.silent_edge) return;
  Random random{seed, "silence"};
  auto number = static_cast<std::uint32_t>(1 + random.below(edges - 1));
  if (number >= run.incident.edge.number) ++number;
  auto const length =
      Duration{random.between(level.silent_edge->low.count(), level.silent_edge->high.count())};
  auto const from = run.incident.alert_at + 1s;
  run.plan.changes.push_back({from, world::SilentEdge{EdgeId{number}, from + length}});
  run.faults.push_back(FaultInjected{"silent-edge", to_text(EdgeId{number})});
}

std::string filled_alert(std::string const& alert, Incident const& incident) {
  return filled(filled(filled(alert, "{environment}", incident.environment.value()), "{route}",
                       incident.route.value()),
                "{operation}", to_text(incident.operation));
}

RunOpened opened(Drill const& drill, Level level) {
  RunOpened run;
  run.program_version = program_version();
  run.drill = drill.id;
  run.drill_digest = drill.digest;
  run.world = World::simulated;
  run.level = level;
  run.time_limit = drill.limits.time;
  return run;
}

bool failed_of(RequestsObserved const& observed, Incident const& incident, RequestError error,
               ReleaseId release) {
  return std::ranges::any_of(observed.rows, [&](ObservedRow const& row) {
    return row.route == incident.route && row.release == release && row.error == error &&
           row.requests > 0;
  });
}

}  // namespace

Variant const& drawn_variant(Drill const& drill, Seed const& seed) {
  return drill.variants[Random{seed, "variant"}.below(drill.variants.size())];
}

DrawnRun draw(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
              Topology topology) {
  auto const& bounds = drill.levels[static_cast<std::size_t>(level)];
  auto drawn = draw_topology(drill.topology, seed, topology);
  auto times = draw_times(bounds, drawn.edges, seed);
  draw_history(drawn, drill, seed, times.began);
  auto parts = draw_incident(drawn, drill, seed, times);
  draw_elsewhere(drawn, drill, bounds, seed, times);
  auto const fixed_id = give_ids(drawn);
  put_into_initial(variant.fault, drawn, parts);

  DrawnRun run;
  run.variant = &variant;
  run.incident = incident_of(drawn, parts, times);
  run.alert = filled_alert(drill.alert, run.incident);
  auto& plan = run.plan;
  plan.seed = seed;
  plan.opened = opened(drill, level);
  plan.began = times.began;
  plan.initial = initial_facts(drawn, drill, seed, times.began);
  plan.flows = draw_flows(drawn, drill.traffic, seed);
  plan.evaluation_phase = std::move(times.evaluation_phase);
  plan.log_noise = draw_noise(drill, bounds, seed);
  plan.timings = times.timings;
  put_into_world(variant.fault, {parts, run.incident, drawn, seed, fixed_id}, run);
  draw_silence(bounds, seed, drawn.edges, run);
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

}  // namespace studylab::drill
