#include "lab/drill/route_gap/incident.h"

#include <array>
#include <span>

#include <fmt/format.h>

#include "base/check.h"
#include "lab/drill/releases.h"

namespace studylab::drill::route_gap {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

// From the fault's instant that the seed draws, one to two seconds after an observation, to the
// instant at which both events reach the edge: well before the next observation.
constexpr Duration into_interval = 4s;
// The owners move this long before that, one after the other. The allocations that they leave are
// drained after the alert only, so that the edge serves every route until then.
constexpr std::array<Duration, 2> moved_before{3000ms, 1600ms};
static_assert(moved_before[0] < drain_grace);

constexpr std::array prefixes{"www"sv, "app"sv, "my"sv,   "go"sv,  "eu"sv,  "us"sv,
                              "m"sv,   "web"sv, "live"sv, "try"sv, "get"sv, "on"sv};

// From a promotion's start to the move of its route's owner: no migration, its allocations' stages,
// and two messages.
Duration start_to_moved(world::Timings const& timings) {
  return timings.pull.low + timings.secrets.low + timings.bind.low + timings.start.low +
         timings.probe.low + timings.network.low + timings.network.high;
}

// The route, or a name below it, that lies in the partition.
RouteKey route_in(PartitionId partition, RouteKey const& route) {
  if (partition_of(route) == partition) return route;
  for (auto const prefix : prefixes) {
    RouteKey const named{fmt::format("{}.{}", prefix, route.value())};
    if (partition_of(named) == partition) return named;
  }
  for (std::uint32_t n = 1;; ++n) {
    RouteKey const named{fmt::format("w{}.{}", n, route.value())};
    if (partition_of(named) == partition) return named;
  }
}

// Two environments beside the incident's.
std::array<std::size_t, 2> draw_neighbours(DrawnTopology const& topology, Random& random) {
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < topology.environments.size(); ++i) {
    if (i != topology.incident) others.push_back(i);
  }
  STUDYLAB_CHECK(others.size() >= 2);  // the drill's bounds
  random.shuffle(std::span<std::size_t>{others});
  return {others[0], others[1]};
}

void promote(DrawnEnvironment& environment, Random& random, Times const& times, Instant start) {
  auto const schema = schema_of(environment);
  auto const minutes_ago = [&](std::int64_t low, std::int64_t high) {
    auto const minutes = std::chrono::minutes{random.between(low, high)};
    return times.began - minutes - std::chrono::seconds{random.between(0, 59)};
  };
  auto const registered = minutes_ago(25, 60);
  auto const requested = minutes_ago(3, 20);
  auto manifest = manifest_for(environment, {schema, next(schema)}, commit(random, "main"));
  auto const release = add_release(environment, random, registered, std::move(manifest));
  add_waiting(environment, release, requested, start, "scheduled release");
}

}  // namespace

Incident draw_incident(DrawnTopology& topology, Seed const& seed, Times const& times) {
  Random random{seed, "incident"};
  auto const& own = topology.environments[topology.incident];
  Incident incident;
  incident.environment = own.name;
  incident.route = own.route;
  incident.partition = own.partition;
  incident.edge = times.first_edge;
  incident.gap_at = times.fault_at + into_interval;
  incident.pace = times.pace;
  incident.leader = "control-1";
  incident.follower = "control-2";
  auto const neighbours = draw_neighbours(topology, random);
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    auto& neighbour = topology.environments[neighbours[i]];
    neighbour.route = route_in(incident.partition, neighbour.route);
    neighbour.partition = incident.partition;
    promote(neighbour, random, times,
            incident.gap_at - moved_before[i] - start_to_moved(times.timings));
  }
  return incident;
}

void name_releases(DrawnTopology const& topology, Incident& incident) {
  auto const& own = topology.environments[topology.incident];
  incident.owner = own.releases[own.current].id;
  incident.earlier = own.releases[own.current - 1].id;
  incident.epoch = own.epoch;
}

std::vector<InitialFact> control_planes(Incident const& incident, Seed const& seed) {
  Random random{seed, "control-planes"};
  std::vector<InitialFact> facts;
  for (auto const& name : {incident.leader, incident.follower}) {
    facts.push_back(
        ControlPlaneRegistered{name, fmt::format("key-{:06x}", random.below(1U << 24))});
  }
  return facts;
}

}  // namespace studylab::drill::route_gap
