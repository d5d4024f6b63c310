#include "lab/drill/setup.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/check.h"
#include "base/version.h"
#include "lab/drill/initial_facts.h"
#include "lab/drill/runbook.h"
#include "lab/drill/times.h"
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
      flows.push_back({topology.environments[i].route, EdgeId{edge}, rate, Permille{unsafe}, users,
                       Permille{}});
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
  if (!drill.has(log_noise)) return {};
  return {lines.begin(),
          lines.begin() + static_cast<std::ptrdiff_t>(std::min(count, lines.size()))};
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

}  // namespace

Variant const& drawn_variant(Drill const& drill, Seed const& seed) {
  return drill.variants[Random{seed, "variant"}.below(drill.variants.size())];
}

DrawnRun draw(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
              Topology topology) {
  auto const* runbook = find_runbook(drill.runbook);
  STUDYLAB_CHECK(runbook != nullptr);  // the loader has checked it
  return runbook->draw(drill, seed, variant, level, topology);
}

DrawnRun draw_calm(DrawnTopology const& drawn, Drill const& drill, Seed const& seed,
                   Variant const& variant, Level level, Times const& times) {
  auto const& bounds = drill.at(level);
  auto const& environment = drawn.environments[drawn.incident];
  DrawnRun run;
  run.variant = &variant;
  run.environment = environment.name;
  run.route = environment.route;
  run.alert_at = times.alert_at;
  run.alert = filled(filled(drill.alert, "{environment}", environment.name.value()), "{route}",
                     environment.route.value());
  auto& plan = run.plan;
  plan.seed = seed;
  plan.opened = opened(drill, level);
  plan.began = times.began;
  plan.initial = initial_facts(drawn, drill, seed, times.began);
  if (auto const watched_by = drill.symptom.is->watched_by) {
    plan.initial.push_back(watched_by(environment));
  }
  plan.flows = draw_flows(drawn, drill.traffic, seed);
  plan.evaluation_phase = times.evaluation_phase;
  plan.log_noise = draw_noise(drill, bounds, seed);
  plan.timings = times.timings;
  return run;
}

std::string filled(std::string text, std::string_view name, std::string_view value) {
  for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += value.size()) {
    text.replace(at, name.size(), value);
  }
  return text;
}

}  // namespace studylab::drill
