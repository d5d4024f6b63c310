#include "lab/drill/stuck_wake/incident.h"

#include "lab/drill/releases.h"

namespace studylab::drill::stuck_wake {
namespace {

using namespace std::chrono_literals;

// The newest release took the route over while the environment slept, so it has not run yet: the
// release before it is the one that was hot last.
void promote_asleep(DrawnEnvironment& environment, Random& random, Instant began,
                    IncidentParts& parts) {
  auto const ago = [&](std::int64_t low, std::int64_t high) {
    auto const minutes = std::chrono::minutes{random.between(low, high)};
    return began - minutes - std::chrono::seconds{random.between(0, 59)};
  };
  auto const schema = schema_of(environment);
  auto const registered = ago(40, 90);
  parts.release =
      add_release(environment, random, registered,
                  manifest_for(environment, {schema, next(schema)}, commit(random, "main")));
  auto const since = ago(15, 35);
  environment.operations.push_back({OperationId{}, OperationKind::promotion, parts.release,
                                    Stage::healthy, since - 6s, since - 6s, environment.owner,
                                    "scheduled release"});
  parts.previous = environment.current;
  environment.releases[parts.previous].served.push_back(
      Service{environment.since, since, environment.epoch,
              OperationId{static_cast<std::uint32_t>(environment.current_by + 1)}, 0});
  environment.epoch = next(environment.epoch);
  environment.current = parts.release;
  environment.current_by = environment.operations.size() - 1;
  environment.since = since;
}

// Bounds of what an edge holds for it. A wake of the incident's environment waits longer for
// requests to join before it places anything, so that its gate is full before that.
SleepPolicyDeclared sleep_of(DrawnEnvironment const& environment, Duration settle) {
  SleepPolicyDeclared policy;
  policy.environment = environment.name;
  policy.budget = 90s;
  policy.attempts = 3;
  policy.backoff = 5s;
  policy.settle = settle;
  policy.safe = {200, 1U << 20U, 20s};
  policy.idempotent = {20, 64U << 10U, 5s};
  policy.release_per_second = 500;
  return policy;
}

std::string stem_of(DrawnEnvironment const& environment) {
  auto const& database = environment.database.value();
  return database.substr(0, database.rfind('-'));
}

}  // namespace

IncidentParts draw_incident(DrawnTopology& topology, Drill const& drill, Seed const& seed,
                            Times const& times) {
  Random random{seed, "incident"};
  auto& environment = topology.environments[topology.incident];
  IncidentParts parts;
  parts.common = random.pick(std::span<DrawnBinding const>{environment.bindings}).name;
  parts.added = BindingName{stem_of(environment) + "-search"};
  environment.bindings.push_back({parts.added, ProviderKind::search});
  promote_asleep(environment, random, times.began, parts);

  parts.elsewhere = random.below(topology.environments.size() - 1);
  if (parts.elsewhere >= topology.incident) ++parts.elsewhere;
  parts.cordoned = random.below(topology.hosts.size());
  auto const cordoned_at = times.began - std::chrono::minutes{random.between(30, 400)};
  environment.sleep = sleep_of(environment, incident_settle);
  if (drill.has(wake_elsewhere)) {
    auto& other = topology.environments[parts.elsewhere];
    other.sleep = sleep_of(other, 1s);
  }
  if (drill.has(cordoned_host)) {
    auto& host = topology.hosts[parts.cordoned];
    host.cordon = HostCordonRecorded{host.id, cordoned_at, "kernel update, postponed"};
  }
  return parts;
}

}  // namespace studylab::drill::stuck_wake
