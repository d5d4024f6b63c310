#include "lab/drill/stuck_wake/draw.h"

#include <algorithm>
#include <memory>
#include <set>

#include "base/check.h"
#include "lab/drill/databases.h"
#include "lab/drill/initial_facts.h"
#include "lab/drill/stuck_wake/faults.h"

namespace studylab::drill::stuck_wake {
namespace {

using namespace std::chrono_literals;

Incident incident_of(DrawnTopology const& topology, IncidentParts const& parts) {
  auto const& environment = topology.environments[topology.incident];
  auto const& release = environment.releases[parts.release];
  Incident incident;
  incident.environment = environment.name;
  incident.route = environment.route;
  incident.release = release.id;
  incident.previous = environment.releases[parts.previous].id;
  incident.digest = release.digest;
  incident.added = parts.added;
  incident.common = parts.common;
  incident.cordoned = topology.hosts[parts.cordoned].id;
  incident.elsewhere = topology.environments[parts.elsewhere].name;
  return incident;
}

// When the first gate is full: the edge with the most safe requests holds as many as it may.
void find_alert(DrawnEnvironment const& environment, DrawnRun& run, Times& times) {
  times.alert_at = Instant::max();
  for (auto const& flow : run.plan.flows) {
    if (flow.route != environment.route) continue;
    auto const safe = std::uint64_t{flow.per_minute} * (1000 - flow.unsafe.value());
    auto const fills = std::chrono::microseconds{environment.sleep->safe.requests *
                                                 std::uint64_t{60'000'000'000} / safe};
    auto const at = times.began + fills;
    if (at >= times.alert_at) continue;
    times.alert_at = at;
    times.first_edge = flow.edge;
  }
  run.alert_at = times.alert_at;
}

// Of the requests that change something, some have an idempotency contract.
void draw_contracts(Seed const& seed, Incident const& incident, DrawnRun& run) {
  Random random{seed, "contracts"};
  auto const share = Permille{static_cast<std::uint32_t>(random.between(150, 500))};
  for (auto& flow : run.plan.flows) {
    if (flow.route == incident.route) flow.idempotent = share;
  }
}

// Follows the operations of the incident's environment, which are known by name only.
class WitnessSeen {
 public:
  WitnessSeen(Witness witness, Incident incident)
      : witness_(witness), incident_(std::move(incident)) {}

  bool operator()(Fact const& fact) {
    if (auto const* asked = fact_if<OperationRequested>(fact)) {
      if (environment_of(asked->request) == incident_.environment) {
        operations_.insert(asked->operation);
      }
      return false;
    }
    switch (witness_) {
      case Witness::alert: return fact_if<IncidentOpened>(fact) != nullptr;
      case Witness::probed: return is_unusable(fact);
      case Witness::waits: {
        auto const* reached = fact_if<StageReached>(fact);
        return reached != nullptr && reached->stage == Stage::readiness_wait &&
               operations_.contains(reached->operation);
      }
      case Witness::unplaced: {
        auto const* unplaced = fact_if<WakePlacementFailed>(fact);
        return unplaced != nullptr && operations_.contains(unplaced->operation);
      }
    }
    return false;
  }

 private:
  bool is_unusable(Fact const& fact) const {
    if (auto const* probed = fact_if<BindingsProbed>(fact)) {
      auto const gone = [](ProbedBinding const& one) { return one.state == BindingState::gone; };
      return probed->environment == incident_.environment &&
             std::ranges::any_of(probed->bindings, gone);
    }
    if (auto const* probed = fact_if<SecretsProbed>(fact)) {
      auto const unusable = [](ProbedSecret const& one) {
        return one.state != SecretState::present;
      };
      return probed->environment == incident_.environment &&
             std::ranges::any_of(probed->secrets, unusable);
    }
    auto const* stored = fact_if<ArtifactViewReported>(fact);
    return stored != nullptr && stored->digest == incident_.digest &&
           stored->stored != stored->digest;
  }

  Witness witness_;
  Incident incident_;
  std::set<OperationId> operations_;
};

}  // namespace

DrawnWake draw_wake(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                    Topology topology) {
  auto const& bounds = drill.at(level);
  auto const& fault = dynamic_cast<WakeFault const&>(*variant.fault);
  auto drawn = draw_topology(drill.topology_at(level), seed, topology);
  auto times = draw_times(bounds, drawn.edges, seed);
  times.alert_at = times.began + latest_alert;
  draw_history(drawn, drill, seed, times.began);
  auto const parts = draw_incident(drawn, drill, seed, times);
  draw_elsewhere(drawn, drill, bounds, seed, times);
  give_ids(drawn);

  DrawnWake run{draw_calm(drawn, drill, seed, variant, level, times), incident_of(drawn, parts)};
  add_database(drawn, seed, run);
  find_alert(drawn.environments[drawn.incident], run, times);
  STUDYLAB_CHECK(run.alert_at < times.began + latest_alert);
  draw_contracts(seed, run.incident, run);
  // The wake is the platform's: its name follows the last one.
  run.is_witness = WitnessSeen{fault.witness(), run.incident};
  fault.put_into({run.incident, drawn, times.began + latest_alert, seed}, run);
  mislead(bounds, seed, drawn, times, run);
  let_people_speak(drill, bounds, seed, times, run);
  return run;
}

}  // namespace studylab::drill::stuck_wake
